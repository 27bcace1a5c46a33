// A small portal of one's own. Against a real one, pass tokens a server of yours obtained, and no
// password: every script of a page can read what the page holds.
import { Client, isPortalError } from "viettel-idc";
import { sandbox } from "viettel-idc/sandbox";

const portal = sandbox({ vmStep: 0.4 });
const client = new Client({ ...portal, dangerouslyAllowPasswordInBrowser: true });

const SERVICE = 292;
const HOSTING = 333;
const PAY_METHOD = 10;

/** @type {(id: string) => HTMLElement} */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** Adds a row of texts and elements to a table. @param {string} table @param {(string | undefined | Node)[]} cells */
function row(table, ...cells) {
  const line = document.createElement("tr");
  for (const cell of cells) {
    const box = line.insertCell();
    box.append(cell ?? "–");
    box.className = typeof cell === "string" && /^[\d.]+ [A-Z]{3}$/.test(cell) ? "amount" : "";
  }
  at(table).querySelector("tbody")?.append(line);
}

/** @param {string | undefined} text */
function state(text) {
  const span = document.createElement("span");
  span.className = "state";
  show(span, text);
  return span;
}

/** @param {HTMLElement} span @param {string | undefined} text */
function show(span, text) {
  span.textContent = span.dataset["state"] = text ?? "unknown";
}

/** A button that is off while its work is under way. @param {string} name @param {() => Promise<void>} work */
function button(name, work) {
  const made = document.createElement("button");
  made.textContent = name;
  return doing(made, work);
}

/** @param {HTMLElement} element @param {() => Promise<void>} work */
function doing(element, work) {
  const made = /** @type {HTMLButtonElement} */ (element);
  made.addEventListener("click", async () => {
    made.disabled = true;
    at("error").hidden = true;
    try {
      await work();
    } catch (error) {
      at("error").hidden = false;
      at("error").textContent = isPortalError(error) ? error.message : String(error);
    } finally {
      made.disabled = false;
    }
  });
  return made;
}

async function services() {
  for (const service of await client.services.list()) {
    row("services", service.name, state(service.status), service.nextDue, service.total && `${service.total} VND`);
  }
}

async function machines() {
  const found = await client.vms.list({ id: SERVICE });
  for (const vm of Object.values(found)) {
    const vmid = vm.id ?? "";
    const seen = state(vm.status);
    /** @param {"running" | "stopped" | "rebooted"} until */
    const wait = (until) =>
      client.vms.wait({
        service: SERVICE,
        vm: vmid,
        until,
        every: 0.2,
        onProgress: ({ status }) => show(seen, status),
      });
    const power = document.createElement("span");
    const given = { id: SERVICE, vmid };
    power.append(
      button("Start", async () => void (await client.vms.start(given), await wait("running"))),
      " ",
      button("Stop", async () => void (await client.vms.stop(given), await wait("stopped"))),
      " ",
      button("Reboot", async () => void (await client.vms.reboot(given), await wait("rebooted"))),
    );
    row("machines", vm.label, seen, vm.ipv4, power);
  }
}

const pages = client.billing.invoices({ perPage: 10 }).pages();

async function moreInvoices() {
  const { value, done } = await pages.next();
  if (done) {
    at("more").hidden = true;
    return;
  }
  for (const invoice of value) {
    const pdf = button("PDF", () => save(invoice.id ?? ""));
    row("invoices", invoice.number ?? invoice.id, invoice.date, state(invoice.status), `${invoice.total} VND`, pdf);
  }
}

/** @param {string} id */
async function save(id) {
  const file = await client.billing.invoicePdf({ id });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await file.blob());
  link.download = file.fileName ?? `${id}.pdf`;
  link.click();
  URL.revokeObjectURL(link.href);
}

const domain = () => /** @type {HTMLInputElement} */ (at("domain")).value;

doing(at("login"), async () => {
  await client.login();
  const { firstname, email } = await client.account.details();
  at("who").textContent = `${firstname}, ${email}`;
  at("login").hidden = true;
  await Promise.all([services(), machines(), moreInvoices()]);
  /** @type {HTMLElement} */ (document.querySelector("main")).hidden = false;
});

doing(at("more"), moreInvoices);

doing(at("quote"), async () => {
  const items = [{ type: "product", productId: HOSTING, domain: domain() }];
  const { summary } = await client.orders.quote({ items });
  at("order").hidden = false;
  at("order").textContent = `Order for ${summary?.total} VND`;
});

doing(at("order"), async () => {
  const order = await client.orders.create({ productId: HOSTING, payMethod: PAY_METHOD, domain: domain(), cycle: "m" });
  at("order").hidden = true;
  at("ordered").textContent = `Ordered: invoice ${order.invoiceId}, ${order.total} VND`;
});
