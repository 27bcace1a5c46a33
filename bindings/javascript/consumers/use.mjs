// What every consumer does: a call through the package to the portal inside the package.
import { Client } from "viettel-idc";
import { sandbox } from "viettel-idc/sandbox";

export async function use() {
  const { baseUrl, username, password, fetch } = sandbox();
  const client = new Client({ baseUrl, username, password, fetch, dangerouslyAllowPasswordInBrowser: true });
  const { currency } = await client.billing.balance();
  const invoices = await client.billing.invoices({ limit: 30 }).collect();
  return `${currency} ${invoices.length}`;
}
