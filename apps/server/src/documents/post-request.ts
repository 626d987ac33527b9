import type { DocumentStatus, DocumentBody } from "@zhangshi/contract";
import type { DocumentKind, Draft } from "./document-kind.ts";

export type Author = { readonly userId: string; readonly userName: string };
/** One approval on its way into the books. */
export type PostRequest = {
  readonly orgId: string;
  readonly kind: DocumentKind;
  readonly author: Author;
  readonly timeZone: string;
  readonly idempotency: { readonly key: string } | null;
  /** sha256 of what was asked: the same key with other content is a conflict. */
  readonly hash: Buffer;
  readonly source:
    | { readonly from: "body"; readonly id: string; readonly body: DocumentBody }
    | { readonly from: "draft"; readonly id: string; readonly version: number | undefined }
    /** Built by the program itself: openings of an import. */
    | { readonly from: "prepared"; readonly draft: Draft };
};
export type PostedReply = {
  readonly id: string;
  readonly number: string;
  readonly status: DocumentStatus;
  readonly netAmount: string;
  readonly taxAmount: string;
  readonly grossAmount: string;
  readonly version: number;
  readonly voucher: string | null;
};
