/** Something the user can put right. Its message says what, where and how; no stack is shown. Exit code 2. */
export class UserError extends Error {
  override readonly name = "UserError";
}
