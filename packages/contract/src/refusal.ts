type Facts = Readonly<Record<string, unknown>>;
type Refusal = {
  readonly status: number;
  readonly zh: (facts: Facts) => string;
  readonly en: (facts: Facts) => string;
};

function refusal(
  status: number,
  zh: string | ((facts: Facts) => string),
  en: string | ((facts: Facts) => string),
): Refusal {
  return { status, zh: typeof zh === "string" ? () => zh : zh, en: typeof en === "string" ? () => en : en };
}

/** Everything that a user can be refused for. Sentences say what happened and what to do. */
export const refusals = {
  "request.invalid": refusal(400, "有内容需要修改，见各字段的说明。", "Some fields need a change; see each of them."),
  "request.malformed": refusal(
    400,
    "请求的内容读不懂，请检查格式后重发。",
    "The request could not be read; check its format.",
  ),
  "request.too_large": refusal(413, "内容太大，请分成几次。", "Too large; send it in parts."),
  "session.required": refusal(401, "请先登录。", "Please sign in."),
  "session.failed": refusal(401, "用户名或密码不对，请重输。", "Name or password is wrong."),
  "session.too_many_attempts": refusal(
    429,
    (f) => `输错次数太多，请 ${f["minutes"]} 分钟后再试。`,
    (f) => `Too many attempts; try again in ${f["minutes"]} minutes.`,
  ),
  "request.too_many": refusal(429, "请求太频繁，请稍后再试。", "Too many requests; try again shortly."),
  "permission.missing": refusal(
    403,
    (f) => `您没有「${f["permission"]}」的权限，请联系管理员。`,
    (f) => `You lack the right “${f["permission"]}”; ask an administrator.`,
  ),
  "setup.done": refusal(409, "公司已经建好，请直接登录。", "The company exists already; please sign in."),
  "user.name_taken": refusal(409, "这个用户名已经有人用了，请换一个。", "This name is taken; choose another."),
  "service.unavailable": refusal(
    503,
    "数据库暂时连不上，这一步是否写入还不知道。请稍后重试；带着同一个 Idempotency-Key 重试不会重复。",
    "The database cannot be reached at the moment; whether this step was written is unknown. Try again shortly: with the same Idempotency-Key nothing is written twice.",
  ),
  not_found: refusal(404, "没有找到，可能已被删除，或不属于本公司。", "Not found: deleted, or not of this company."),
  "idempotency.conflict": refusal(
    422,
    "同一个 Idempotency-Key 已用于不同的内容，请换一个新的。",
    "This Idempotency-Key was used for other content; use a new one.",
  ),
  "version.stale": refusal(
    409,
    "别人刚改过这条记录，请刷新后再改。",
    "Somebody changed this record meanwhile; reload and try again.",
  ),
  "code.taken": refusal(
    409,
    (f) => `编码「${f["value"]}」已经存在，请换一个。`,
    (f) => `Code “${f["value"]}” exists already; choose another.`,
  ),
  "barcode.taken": refusal(
    409,
    (f) => `条码「${f["value"]}」已经属于 ${f["item"] ?? "另一个商品"}，请核对。`,
    (f) => `Barcode “${f["value"]}” belongs to ${f["item"] ?? "another item"}.`,
  ),
  "record.in_use": refusal(
    409,
    "已有单据用到它，不能删除，可以停用。",
    "Documents use it; disable it instead of deleting.",
  ),
  "item.unknown": refusal(422, "没有这个商品，请重新选择。", "No such item; choose again."),
  "item.disabled": refusal(
    422,
    (f) => `商品「${f["item"]}」已停用，请换一个或先启用。`,
    (f) => `Item “${f["item"]}” is disabled.`,
  ),
  "unit.unknown": refusal(
    422,
    (f) => `商品「${f["item"]}」没有单位「${f["unit"]}」，可用：${f["units"]}。`,
    (f) => `Item “${f["item"]}” has no unit “${f["unit"]}”; it has ${f["units"]}.`,
  ),
  "unit.not_whole": refusal(
    422,
    (f) => `商品「${f["item"]}」换算成基本单位后是 ${f["quantity"]}，超出 6 位小数，请改数量。`,
    (f) => `“${f["item"]}” converts to ${f["quantity"]} base units: more than 6 decimals.`,
  ),
  "partner.unknown": refusal(422, "没有这个往来单位，请重新选择。", "No such partner; choose again."),
  "partner.wrong_role": refusal(
    422,
    (f) => `「${f["partner"]}」不是${f["role"]}，请重新选择。`,
    (f) => `“${f["partner"]}” is not a ${f["role"]}.`,
  ),
  "partner.disabled": refusal(
    422,
    (f) => `「${f["partner"]}」已停用，请换一个或先启用。`,
    (f) => `“${f["partner"]}” is disabled.`,
  ),
  "warehouse.unknown": refusal(422, "没有这个仓库，请重新选择。", "No such warehouse; choose again."),
  "warehouse.disabled": refusal(
    422,
    (f) => `仓库「${f["warehouse"]}」已停用。`,
    (f) => `Warehouse “${f["warehouse"]}” is disabled.`,
  ),
  "discount.exceeds_total": refusal(422, "整单优惠大于合计金额，请改小。", "The order discount exceeds the total."),
  "amount.too_large": refusal(
    422,
    "金额太大，请检查数量和单价。",
    "The amount is too large; check quantity and price.",
  ),
  "document.not_draft": refusal(
    409,
    (f) => `这张单据是「${f["status"]}」，只有草稿能这样做。`,
    (f) => `This document is ${f["status"]}; only a draft can do this.`,
  ),
  "document.already_approved": refusal(
    409,
    (f) => `这张单据已经审核过了（${f["number"]}）。`,
    (f) => `Already approved (${f["number"]}).`,
  ),
  "document.not_approved": refusal(
    409,
    (f) => `这张单据是「${f["status"]}」，只有已审核的才能反审核。`,
    (f) => `This document is ${f["status"]}; only an approved one can be un-approved.`,
  ),
  "document.has_number": refusal(
    409,
    "审核过的单据不能删除，可以作废，单号保留。",
    "It has a number: void it instead of deleting.",
  ),
  "document.id_taken": refusal(409, "这个单据编号已经存在，请刷新页面。", "A document with this id exists."),
  "document.has_followers": refusal(
    409,
    (f) => `后面还有单据跟着它（${f["documents"]}），请先反审核它们。`,
    (f) => `Other documents follow it (${f["documents"]}); un-approve them first.`,
  ),
  "warehouse.same": refusal(422, "调出和调入是同一个仓库，请改一个。", "Both warehouses are the same; change one."),
  "warehouse.transit": refusal(
    422,
    "在途的货只能由调拨收货或在途损失处理，请选别的仓库。",
    "Goods in transit are only received or written off; choose another warehouse.",
  ),
  "source.unknown": refusal(
    422,
    "没有这一行已审核的源单，请重新选择。",
    "No such line of an approved document; choose again.",
  ),
  "source.other_partner": refusal(
    422,
    (f) => `源单 ${f["document"]} 是「${f["partner"]}」的，往来单位不一致，请重新选择。`,
    (f) => `Document ${f["document"]} is of “${f["partner"]}”, another partner.`,
  ),
  "source.other_item": refusal(
    422,
    (f) => `源单 ${f["document"]} 的这一行是「${f["item"]}」，商品不一致，请重新选择。`,
    (f) => `That line of ${f["document"]} is “${f["item"]}”, another item.`,
  ),
  "source.earlier": refusal(
    422,
    (f) => `日期早于源单 ${f["document"]}（${f["date"]}），请改日期。`,
    (f) => `The date is before that of ${f["document"]} (${f["date"]}).`,
  ),
  "source.exceeded": refusal(
    409,
    (f) => `源单 ${f["document"]} 的「${f["item"]}」只剩 ${f["left"]} ${f["unit"]}，请改数量。`,
    (f) => `Only ${f["left"]} ${f["unit"]} of “${f["item"]}” are left of ${f["document"]}.`,
  ),
  "source.changed": refusal(
    409,
    (f) => `源单 ${f["document"]} 在草稿保存以后变了，金额要重算，请打开草稿保存一次。`,
    (f) => `${f["document"]} changed since this draft was saved; save it again to have its amounts computed.`,
  ),
  "order.closed": refusal(
    409,
    (f) => `订单 ${f["document"]} 已经关闭，请先重新打开。`,
    (f) => `Order ${f["document"]} is closed; open it again first.`,
  ),
  "order.nothing_open": refusal(
    409,
    (f) => `订单 ${f["document"]} 已经全部执行，没有可以关闭的。`,
    (f) => `Order ${f["document"]} is executed in full; nothing is left to close.`,
  ),
  "order.not_closed": refusal(
    409,
    (f) => `订单 ${f["document"]} 没有关闭，不用重新打开。`,
    (f) => `Order ${f["document"]} is not closed.`,
  ),
  "assembly.one_product": refusal(
    422,
    "一张单据只能有一个成品，请改成一行成品。",
    "A document has exactly one product.",
  ),
  "assembly.no_parts": refusal(422, "还没有配件，请加上。", "Add the parts."),
  "kit.has_no_stock": refusal(
    422,
    (f) =>
      `「${f["item"]}」是组合商品，自己没有库存，请改用它的配件。组合商品只能用在销售订单、销售出库单和销售退货单上，保存时展开成配件。`,
    (f) =>
      `“${f["item"]}” is a kit without stock of its own; use its parts. A kit stands on sales orders, deliveries and returns, which turn it into its parts when saved.`,
  ),
  "kit.too_many_lines": refusal(
    422,
    (f) => `组合商品展开以后有 ${f["lines"]} 行，一张单据最多 ${f["most"]} 行，请分成几张单据。`,
    (f) => `With its kits in parts the document has ${f["lines"]} lines; at most ${f["most"]} fit. Split it.`,
  ),
  "kit.in_use": refusal(
    409,
    (f) => `「${f["item"]}」已有单据或盘点用到，不能改成组合商品。请新建一个商品。`,
    (f) => `Documents or counts use “${f["item"]}”, so it cannot become a kit. Create a new item.`,
  ),
  "kit.nested": refusal(
    422,
    (f) => `「${f["item"]}」也是组合商品，不能当配件。请直接选它的配件。`,
    (f) => `“${f["item"]}” is a kit itself; choose its parts instead.`,
  ),
  "kit.part_of": refusal(
    409,
    (f) => `「${f["item"]}」是组合商品「${f["kits"]}」的配件，不能${f["deed"]}。请先从那里的配件里去掉它。`,
    (f) => `“${f["item"]}” is a part of the kit “${f["kits"]}”; take it out of there first.`,
  ),
  "allocation.amounts_differ": refusal(
    422,
    (f) => `各行合计 ${f["sum"]}，和费用 ${f["amount"]} 不一致，请改一致。`,
    (f) => `The lines sum to ${f["sum"]}, the amount is ${f["amount"]}.`,
  ),
  "allocation.weight_missing": refusal(
    422,
    "按重量分摊，每行要有重量，请填上，或换一种分摊方式。",
    "By weight, every line needs one.",
  ),
  "amount.zero": refusal(422, "金额不能是 0。", "The amount cannot be 0."),
  "cost.unknown": refusal(
    422,
    (f) => `「${f["item"]}」还没有成本可以参照，请填单价。`,
    (f) => `Nothing tells what “${f["item"]}” costs; enter a price.`,
  ),
  "count.twice": refusal(
    422,
    (f) => `「${f["item"]}」在这张盘点单里出现了两次，请合成一行。`,
    (f) => `“${f["item"]}” stands twice on this count; make it one line.`,
  ),
  "compensation.no_loss": refusal(
    422,
    "这次盘点没有盘亏，没有损失可赔。请删掉赔偿，或核对盘点数。",
    "Nothing is missing in this count, so there is no loss to be paid for. Remove the compensation, or check the counts.",
  ),
  "compensation.not_a_loss": refusal(
    422,
    (f) => `「${f["reason"]}」不是损失，不能填赔偿。请删掉赔偿，或改原因。`,
    (f) => `“${f["reason"]}” is no loss that somebody pays for. Remove the compensation, or change the reason.`,
  ),
  "unit.not_piece": refusal(
    422,
    (f) => `「${f["item"]}」不拆零，数量要是整数，现在是 ${f["quantity"]} ${f["unit"]}，请改数量。`,
    (f) => `“${f["item"]}” is counted in whole ${f["unit"]}, not ${f["quantity"]}.`,
  ),
  "lot.required": refusal(
    422,
    (f) => `「${f["item"]}」按批号管理，请填批号。`,
    (f) => `“${f["item"]}” is tracked by lot; enter one.`,
  ),
  "lot.not_tracked": refusal(
    422,
    (f) => `「${f["item"]}」没有按批号或序列号管理，请去掉。`,
    (f) => `“${f["item"]}” is not tracked by lot or serial number; leave it out.`,
  ),
  "lot.other_dates": refusal(
    422,
    (f) => `批号 ${f["lot"]} 已登记：生产日期 ${f["produced"]}，有效期至 ${f["expires"]}。请核对，或换一个批号。`,
    (f) => `Lot ${f["lot"]} is known with production ${f["produced"]} and expiry ${f["expires"]}.`,
  ),
  "lot.expired": refusal(
    409,
    (f) => `「${f["item"]}」批号 ${f["lot"]} 已于 ${f["expires"]} 过期，不能卖出。请换一个批号，或用其他出库报废。`,
    (f) => `Lot ${f["lot"]} of “${f["item"]}” expired on ${f["expires"]}; choose another, or write it off.`,
  ),
  "lot.unknown": refusal(
    422,
    (f) => `「${f["item"]}」没有批号 ${f["lot"]}，请重新选择。`,
    (f) => `“${f["item"]}” has no lot ${f["lot"]}; choose again.`,
  ),
  "serial.required": refusal(
    422,
    (f) => `「${f["item"]}」按序列号管理，要 ${f["quantity"]} 个序列号，现在有 ${f["given"]} 个。`,
    (f) => `“${f["item"]}” needs ${f["quantity"]} serial numbers, ${f["given"]} given.`,
  ),
  "serial.twice": refusal(
    409,
    (f) => `序列号 ${f["serial"]} 重复：单据里写了两次，或已经在库。请核对。`,
    (f) => `Serial number ${f["serial"]} stands twice, or is in stock already.`,
  ),
  "lot.short": refusal(
    409,
    (f) =>
      `「${f["item"]}」批号 ${f["lot"]} 在 ${f["warehouse"]} 只有 ${f["available"]} ${f["unit"]}，少 ${f["short"]} ${f["unit"]}。请换批号或改数量。`,
    (f) =>
      `Lot ${f["lot"]} of “${f["item"]}” in ${f["warehouse"]}: ${f["available"]} ${f["unit"]}, ${f["short"]} short.`,
  ),
  "tracking.fixed": refusal(
    409,
    "已有出入库，跟踪方式不能再改。请新建一个商品。",
    "It has stock movements, so its tracking stays. Create a new item.",
  ),
  "costing.same": refusal(409, "现在用的就是这个成本方法。", "This is the present costing method."),
  "costing.not_next": refusal(
    409,
    (f) => `成本方法只能从 ${f["next"]} 起改：之前的月份已结账或还没结账。`,
    (f) => `The method can be changed from ${f["next"]} on.`,
  ),
  "costing.specific_first": refusal(
    409,
    "个别计价要从第一笔出入库就按批记成本，已经有出入库的公司不能再改。",
    "Specific costing has to begin with the first movement.",
  ),
  "costing.negative_present": refusal(
    409,
    (f) => `有 ${f["count"]} 处负库存（${f["examples"]}），请先补入库。`,
    (f) => `${f["count"]} stocks are negative (${f["examples"]}); receive the goods first.`,
  ),
  "period.costing_changed": refusal(
    409,
    (f) => `${f["since"]} 起改过成本方法，${f["period"]} 不能再打开。`,
    (f) => `The costing method changed in ${f["since"]}; ${f["period"]} stays closed.`,
  ),
  "count.later": refusal(
    409,
    (f) =>
      `「${f["item"]}」在 ${f["warehouse"]} ${f["date"]} 盘点过（${f["document"]}），之前的单据会改变盘点时的数量。请把日期改到盘点以后，或先反审核盘点单。`,
    (f) =>
      `“${f["item"]}” in ${f["warehouse"]} was counted on ${f["date"]} (${f["document"]}); a change before it would alter what was counted. Use a later date, or un-approve the count.`,
  ),
  "count_task.not_counting": refusal(
    409,
    (f) => `盘点任务「${f["task"]}」${f["state"]}，不能再这样做。`,
    (f) => `The count “${f["task"]}” is ${f["state"]}; this cannot be done any more.`,
  ),
  "count_task.empty": refusal(
    422,
    "这个范围里没有要盘的商品，请换一个范围，或连零库存一起盘。",
    "Nothing to count in this scope; choose another, or count items without stock too.",
  ),
  "count_task.nothing_counted": refusal(
    422,
    "还没有盘到一种商品，没有可以生成的盘点单。",
    "Nothing has been counted yet, so there is nothing to make a stock count of.",
  ),
  "count_task.moved_out": refusal(
    422,
    (f) => `「${f["item"]}」盘得 ${f["counted"]}，盘点后又出了 ${f["moved"]}，对不上。请复盘这一种。`,
    (f) => `“${f["item"]}”: ${f["counted"]} counted, but ${f["moved"]} left afterwards. Count it again.`,
  ),
  "count_task.posted": refusal(
    409,
    (f) => `盘点单 ${f["number"]} 已经审核，请先反审核它。`,
    (f) => `Stock count ${f["number"]} is approved; un-approve it first.`,
  ),
  "count_entry.out_of_scope": refusal(
    422,
    (f) => `「${f["item"]}」不在这次盘点的范围里。`,
    (f) => `“${f["item"]}” is not in the scope of this count.`,
  ),
  "count_entry.one_piece": refusal(
    422,
    (f) => `序列号 ${f["serial"]} 只有一件，数量只能是 1，没有就填 0。`,
    (f) => `Serial number ${f["serial"]} is one piece: 1, or 0 when it is not there.`,
  ),
  "count_entry.id_taken": refusal(
    409,
    "这一条的编号已经用于别的内容，请重新录。",
    "The id of this entry was used for other content; enter it again.",
  ),
  "stock.short": refusal(
    409,
    (f) =>
      `「${f["item"]}」在 ${f["warehouse"]} 可用 ${f["available"]} ${f["unit"]}，少 ${f["short"]} ${f["unit"]}。可改数量、改仓库，或先入库。`,
    (f) =>
      `“${f["item"]}” in ${f["warehouse"]}: ${f["available"]} ${f["unit"]} available, ${f["short"]} short. Change the quantity or the warehouse, or receive goods first.`,
  ),
  "stock.reserved": refusal(
    409,
    (f) =>
      `「${f["item"]}」在 ${f["warehouse"]} 有 ${f["reserved"]} ${f["unit"]} 被订单占用，可用 ${f["available"]} ${f["unit"]}，少 ${f["short"]} ${f["unit"]}。可改数量、改仓库，从订单出库，或先关闭订单。`,
    (f) =>
      `“${f["item"]}” in ${f["warehouse"]}: ${f["reserved"]} ${f["unit"]} are reserved by orders, ${f["available"]} available, ${f["short"]} short. Change the quantity or the warehouse, deliver from the order, or close the order first.`,
  ),
  "stock.short_later": refusal(
    409,
    (f) =>
      `这样改以后，「${f["item"]}」在 ${f["warehouse"]} ${f["date"]} 会少 ${f["short"]} ${f["unit"]}（${f["document"]}）。请先处理那张单据。`,
    (f) =>
      `“${f["item"]}” in ${f["warehouse"]} would be ${f["short"]} ${f["unit"]} short on ${f["date"]} (${f["document"]}).`,
  ),
  "period.before_start": refusal(
    422,
    (f) => `日期在启用期间 ${f["start"]} 之前，请改日期。`,
    (f) => `The date is before the start period ${f["start"]}.`,
  ),
  "opening.date": refusal(
    422,
    (f) => `期初库存的日期是启用前一天 ${f["date"]}，请改成这一天；启用以后到的货，开采购入库单或其他入库单。`,
    (f) => `Opening stock is of ${f["date"]}, the day before the books begin.`,
  ),
  "period.closed": refusal(
    409,
    (f) => `${f["period"]} 已结账，请改日期，或先反结账。`,
    (f) => `Period ${f["period"]} is closed.`,
  ),
  "period.openings_closed": refusal(
    409,
    (f) => `${f["period"]} 已结账，期初不能再动。请先反结账到启用月，或去掉文件里的期初。`,
    (f) => `Period ${f["period"]} is closed, so the openings stand. Reopen it first, or leave the openings out.`,
  ),
  "period.already_closed": refusal(
    409,
    (f) => `${f["period"]} 已经结过账了，请刷新页面。`,
    (f) => `Period ${f["period"]} is closed already; reload the page.`,
  ),
  "period.not_next": refusal(
    409,
    (f) => `结账要按月份顺序，请先结 ${f["next"]}，再结 ${f["period"]}。`,
    (f) => `Months are closed in order: close ${f["next"]} before ${f["period"]}.`,
  ),
  "period.not_begun": refusal(
    409,
    (f) => `${f["period"]} 还没有到（今天 ${f["today"]}），到了再结账。`,
    (f) => `Period ${f["period"]} has not begun (today is ${f["today"]}).`,
  ),
  "period.has_drafts": refusal(
    409,
    (f) =>
      `${f["period"]} 还有 ${f["count"]} 张草稿（${f["examples"]}）。请先审核、改日期或删除，或选「留着草稿结账」。`,
    (f) =>
      `Period ${f["period"]} has ${f["count"]} drafts (${f["examples"]}). Approve, re-date or delete them, or close and leave them.`,
  ),
  "period.negative_stock": refusal(
    409,
    (f) => `有 ${f["count"]} 处负库存（${f["examples"]}），成本还定不下来。请先补入库，再结账。`,
    (f) => `${f["count"]} stocks are negative (${f["examples"]}), so their cost is open. Receive the goods first.`,
  ),
  "period.not_proven": refusal(
    409,
    (f) => `${f["period"]} 的凭证对不上（${f["finding"]}）。请到「账实核对」查明，再结账。`,
    (f) => `The vouchers of ${f["period"]} do not agree (${f["finding"]}). Run the proof and find out why.`,
  ),
  "period.not_closed": refusal(
    409,
    (f) => `${f["period"]} 没有结账，不用反结账。`,
    (f) => `Period ${f["period"]} is not closed.`,
  ),
  "period.not_newest": refusal(
    409,
    (f) => `反结账从最近的月份开始，请先反结账 ${f["newest"]}，再反 ${f["period"]}。`,
    (f) => `The newest closed month is reopened first: ${f["newest"]} before ${f["period"]}.`,
  ),
  "date.too_far_back": refusal(
    409,
    (f) => `您的角色最多补录 ${f["days"]} 天前的单据（最早 ${f["earliest"]}）。请改日期，或请老板来做。`,
    (f) =>
      `Your role may date documents at most ${f["days"]} days back (from ${f["earliest"]}). Change the date, or ask the owner.`,
  ),
  "date.too_far": refusal(
    422,
    (f) => `日期比今天晚了太多（最多到 ${f["latest"]}），请检查。`,
    (f) => `The date is too far in the future (latest ${f["latest"]}).`,
  ),
  "file.unreadable": refusal(
    422,
    (f) => `文件读不了：${f["reason"]}`,
    (f) => `The file cannot be read: ${f["reason"]}`,
  ),
  "file.too_large": refusal(
    413,
    (f) => `文件太大，最大 ${f["limit"]}。`,
    (f) => `The file is too large; the limit is ${f["limit"]}.`,
  ),
  "file.missing": refusal(400, "没有收到文件，请选一个文件再上传。", "No file arrived; choose one."),
  "import.mapping_incomplete": refusal(
    422,
    (f) => `还没有指定「${f["field"]}」是哪一列。`,
    (f) => `No column is chosen for “${f["field"]}”.`,
  ),
  "import.has_problems": refusal(
    422,
    (f) => `有 ${f["count"]} 处要先处理，一行也没有写入。可改文件重传，或选择只导入没有问题的行。`,
    (f) => `${f["count"]} problems; nothing was written.`,
  ),
  "import.not_ready": refusal(409, "这次导入已经执行过了。", "This import has been run already."),
} as const satisfies Record<string, Refusal>;

export type RefusalCode = keyof typeof refusals;

export function refusalText(code: RefusalCode, facts: Facts, language: "zh" | "en" = "zh"): string {
  return refusals[code][language](facts);
}
