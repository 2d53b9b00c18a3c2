/** A comment on the pull request, as the REST API gives it. Ids grow with time. */
export type IssueComment = { readonly id: number; readonly body: string; readonly author: string };

/** The comments of one pull request. Every function may throw a `GitHubError`. */
export type CommentsApi = {
  /** Who the token speaks as, exactly as it stands on its comments: `github-actions[bot]`. */
  readonly ownLogin: () => Promise<string>;
  /** All of them, page by page. */
  readonly list: () => Promise<readonly IssueComment[]>;
  readonly create: (body: string) => Promise<IssueComment>;
  /** False where the comment is no longer there. */
  readonly update: (id: number, body: string) => Promise<boolean>;
  /** A comment that is no longer there is none to remove. */
  readonly remove: (id: number) => Promise<void>;
};
