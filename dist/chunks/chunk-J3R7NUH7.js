import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/config/user-error.ts
var UserError = class extends Error {
  name = "UserError";
};

export {
  UserError
};
