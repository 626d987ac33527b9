import { formatDecimal, parseMoney } from "@zhangshi/core";
import type { MadeDemo } from "./make-demo-company.ts";

const typeNames: Readonly<Record<string, string>> = {
  "opening-stock": "期初库存",
  "opening-balance": "期初往来",
  "purchase-receipt": "采购入库单",
  "sales-delivery": "销售出库单",
};
const statusNames: Readonly<Record<string, string>> = { approved: "已审核", draft: "草稿", void: "作废" };

/** What was made, as the command prints it. */
export function demoReport(made: MadeDemo): readonly string[] {
  const { books, documents, company } = made;
  const count = documents.reduce((sum, one) => sum + one.documents, 0);
  return [
    made.isNew
      ? `演示公司“${company.name}”已建好：${count} 张单据。`
      : `演示公司“${company.name}”已经有了，没有改动：${count} 张单据。 There is a demo company already; nothing was changed.`,
    `  商品 ${books.items} 种，客户 ${books.customers} 家，供应商 ${books.suppliers} 家，凭证 ${books.vouchers} 张`,
    ...documents.map(
      (one) =>
        `  ${typeNames[one.type] ?? one.type} ${statusNames[one.status] ?? one.status}  ${one.documents} 张，${one.lines} 行，合计 ${grouped(one.gross)} 元`,
    ),
    `  库存金额 ${grouped(books.stockValue)} 元，应收 ${grouped(books.receivable)} 元，应付 ${grouped(books.payable)} 元`,
    ...(made.password === null
      ? [`  登录名 ${made.loginName}；密码只在建立时显示过一次。`]
      : [`  登录名 Login: ${made.loginName}`, `  密码 Password: ${made.password}   （只显示这一次 shown only once）`]),
  ];
}
/** 1286540.77 → 1,286,540.77. */
function grouped(amount: string): string {
  return formatDecimal(parseMoney(amount), 2).replace(/\B(?=(\d{3})+\.)/g, ",");
}
