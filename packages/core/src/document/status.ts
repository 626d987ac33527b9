export const documentStatuses = ["draft", "approved", "void"] as const;
export type DocumentStatus = (typeof documentStatuses)[number];
export type DocumentAction = "edit" | "delete" | "approve" | "unapprove" | "void";

/** Legal transitions as data; buttons and refusals both come from here. 草稿 → 已审核 → (反审核) 草稿; 草稿 → 已作废. */
export const transitions: Readonly<Record<DocumentStatus, Partial<Record<DocumentAction, DocumentStatus>>>> = {
  draft: { edit: "draft", delete: "draft", approve: "approved", void: "void" },
  approved: { unapprove: "draft" },
  void: {},
};
export const statusNames: Readonly<Record<DocumentStatus, string>> = {
  draft: "草稿",
  approved: "已审核",
  void: "已作废",
};
