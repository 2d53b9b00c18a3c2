# node.sh NAME SPOOL TEMPORARY
#
# A node of a cluster, in namespaces of its own: its name, its processes' numbers, and its temporary folder. Runs one task, and
# is there before any program is measured: nothing leads from a run to its task.
set -eu
name=$1 spool=$2 temporary=$3

hostname "$name"
mount -t tmpfs none "$temporary"

: > "$spool/$name.up"
read -r task < "$spool/$name.fifo"
status=0
sh "$task" > "$spool/$name.out" 2>&1 || status=$?
echo "$status" > "$spool/$name.status"
