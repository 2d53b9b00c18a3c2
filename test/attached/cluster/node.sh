# node.sh NAME SPOOL SHARED TEMPORARY
#
# A node of a cluster, in namespaces of its own: its name, its processes' numbers, and its temporary folder, in which nothing
# is shared but SHARED. Runs one task, and is there before any program is measured: nothing leads from a run to its task.
set -eu
name=$1 spool=$2 shared=$3 temporary=$4

hostname "$name"
mount --bind "$shared" /mnt
mount -t tmpfs none "$temporary"
mkdir -p "$shared"
mount --move /mnt "$shared"

: > "$spool/$name.up"
read -r task < "$spool/$name.fifo"
status=0
sh "$task" > "$spool/$name.out" 2>&1 || status=$?
echo "$status" > "$spool/$name.status"
