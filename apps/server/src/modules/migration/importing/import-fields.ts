import type { ImportTarget } from "@zhangshi/contract";
import type { Field } from "../recognition/fields.ts";

type ImportField = { readonly name: Field; readonly required: boolean };
const need = (name: Field): ImportField => ({ name, required: true });
const may = (...names: readonly Field[]): readonly ImportField[] => names.map((name) => ({ name, required: false }));
const partnerFields: readonly ImportField[] = [
  need("name"),
  ...may(
    "code",
    "contact",
    "phone",
    "mobile",
    "address",
    "addressMore",
    "city",
    "region",
    "postcode",
    "country",
    "email",
    "taxNumber",
    "bank",
    "account",
    "creditLimit",
    "openingReceivable",
    "openingPayable",
    "openingBalance",
    "parentName",
    "note",
    "enabled",
    "disabled",
    "externalId",
  ),
];

const fields: Readonly<Record<ImportTarget, readonly ImportField[]>> = {
  items: [
    need("name"),
    ...may(
      "code",
      "styleNumber",
      "spec",
      "model",
      "color",
      "size",
      "category",
      "categoryExternalId",
      "brand",
      "unit",
      "auxiliaryUnit",
      "unitFactor",
      "barcode",
      "auxiliaryBarcode",
      "taxRate",
      "purchasePrice",
      "salePrice",
      "retailPrice",
      "wholesalePrice",
      "memberPrice",
      "minimumPrice",
      "openingQuantity",
      "openingUnitCost",
      "openingAmount",
      "warehouse",
      "warehouseQuantity",
      "location",
      "safetyStock",
      "supplier",
      "supplierPrice",
      "supplierMinimumQuantity",
      "note",
      "enabled",
      "disabled",
      "externalId",
    ),
  ],
  customers: partnerFields,
  suppliers: partnerFields,
  stock: [
    need("quantity"),
    ...may(
      "code",
      "barcode",
      "name",
      "spec",
      "unit",
      "warehouse",
      "location",
      "lot",
      "unitCost",
      "amount",
      "countedQuantity",
      "note",
    ),
  ],
  categories: [need("name"), ...may("externalId", "parentExternalId")],
};
/** What a column can be mapped to by hand, the needed ones first. */
export function fieldsOf(target: ImportTarget): readonly ImportField[] {
  return fields[target];
}
