const { Client, PortalError } = require("viettel-idc");
const { sandbox } = require("viettel-idc/sandbox");

const { baseUrl, username, password, fetch } = sandbox();
const client = new Client({ baseUrl, username, password, fetch });
client.billing.invoices({ limit: 30 }).collect().then(async ({ length }) => {
  const error = await client.billing.invoice({ id: 1 }).catch((error) => error);
  if (!(error instanceof PortalError)) throw error;
  console.log(`${(await client.billing.balance()).currency} ${length}`);
});
