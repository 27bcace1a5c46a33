import { Client, init } from "viettel-idc";
import { init as initSandbox, sandbox } from "viettel-idc/sandbox";

await init("/package/dist/esm/wasm/engine.wasm");
await initSandbox(new Uint8Array(await (await fetch("/package/dist/esm/wasm/sandbox.wasm")).arrayBuffer()));
const portal = sandbox();
const client = new Client({ ...portal, dangerouslyAllowPasswordInBrowser: true });
document.title = (await client.billing.balance()).currency;
