import { purchaseReceipt } from "../purchasing/index.ts";

export const salesDelivery = `${purchaseReceipt} sold`;
