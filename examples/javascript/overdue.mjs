#!/usr/bin/env node
// Prints what is to be paid, and keeps the invoices as PDF files:
//
//   node overdue.mjs [--sandbox] [folder]
//
// VIETTEL_IDC_USERNAME and VIETTEL_IDC_PASSWORD log in; with --sandbox a simulated portal does.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { Client, isPortalError } from "viettel-idc";
import { sandbox } from "viettel-idc/sandbox";

const { values, positionals } = parseArgs({ options: { sandbox: { type: "boolean" } }, allowPositionals: true });
const { VIETTEL_IDC_USERNAME: username = "", VIETTEL_IDC_PASSWORD: password = "" } = process.env;
const client = new Client(values.sandbox ? { ...sandbox() } : { username, password });
const [folder] = positionals;

try {
  let count = 0;
  let total = 0n;
  for await (const invoice of client.billing.invoices({ filterStatus: "Unpaid", perPage: 50 })) {
    count += 1;
    if (invoice.total === undefined) {
      throw new Error(`invoice ${invoice.id} has no total, so what is to be paid is unknown`);
    }
    // Hundredths, as whole numbers: money never passes through a float.
    const [whole = "0", part = ""] = invoice.total.split(".");
    total += BigInt(whole + part.padEnd(2, "0").slice(0, 2));
    console.log(`${invoice.id}  due ${invoice.duedate}  ${invoice.total} ${invoice.currency}`);
    if (folder !== undefined && invoice.id !== undefined) {
      await mkdir(folder, { recursive: true });
      const pdf = await client.billing.invoicePdf({ id: invoice.id });
      await writeFile(join(folder, pdf.fileName ?? `${invoice.id}.pdf`), await pdf.bytes());
    }
  }
  const digits = String(total).padStart(3, "0");
  console.log(`${count} invoices, ${digits.slice(0, -2)}.${digits.slice(-2)} to pay`);
} catch (error) {
  if (!isPortalError(error)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
