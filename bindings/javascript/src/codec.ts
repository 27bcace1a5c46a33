import { invalid } from "./errors.js";
import { tables } from "./generated/tables.js";

/** A name on the wire, the lists (`l`) and maps (`m`) around a value, and what is inside. */
export type Entry = readonly [wire: string, wraps?: string, leaf?: string];
/** Fields that are not the same in JavaScript and on the wire. */
export type Table = Readonly<Record<string, Entry>>;

type Json = Record<string, unknown>;

const readers = new Map<string, Map<string, [string, Entry]>>();

/** Fields by their names on the wire. */
function reader(model: string): Map<string, [string, Entry]> {
  let fields = readers.get(model);
  if (fields === undefined) {
    fields = new Map(Object.entries(tables[model] ?? {}).map(([name, entry]) => [entry[0], [name, entry]]));
    readers.set(model, fields);
  }
  return fields;
}

/** What a user sees of a value of the wire. */
export function read(value: unknown, wraps = "", leaf = ""): unknown {
  if (wraps !== "") {
    const inner = wraps.slice(1);
    if (wraps[0] === "l") {
      return Array.isArray(value) ? value.map((item) => read(item, inner, leaf)) : [];
    }
    return mapped((value ?? {}) as Json, (item) => read(item, inner, leaf));
  }
  if (leaf === "" || typeof value !== "object" || value === null) {
    return value ?? undefined;
  }
  const fields = reader(leaf);
  const out: Json = {};
  for (const [wire, inner] of Object.entries(value)) {
    const field = fields.get(wire);
    if (field === undefined) {
      if (inner !== null) {
        out[wire] = inner;
      }
    } else if (inner !== null || field[1][1]) {
      out[field[0]] = read(inner, field[1][1], field[1][2]);
    }
  }
  for (const [name, entry] of fields.values()) {
    if (entry[1] && !(name in out)) {
      out[name] = entry[1][0] === "l" ? [] : {};
    }
  }
  return out;
}

/** What goes over the wire of a user's value. */
export function write(value: unknown, wraps: string, leaf: string, name: string): unknown {
  if (wraps !== "") {
    const inner = wraps.slice(1);
    if (wraps[0] === "l") {
      if (!Array.isArray(value)) {
        throw invalid(`${name} is a list, not ${typeof value}`);
      }
      return value.map((item, index) => write(item, inner, leaf, `${name}[${index}]`));
    }
    return mapped(value as Json, (item, key) => write(item, inner, leaf, `${name}.${key}`));
  }
  switch (leaf) {
    case "":
      return value;
    case "money":
      return money(value, name);
    case "id":
      if (typeof value === "string" || Number.isSafeInteger(value)) {
        return String(value);
      }
      throw invalid(`${name} is an id: text, or a whole number`);
    case "scalar":
    case "form":
      return typeof value === "object" ? value : String(value);
    default:
      return fields(value as Json, tables[leaf] ?? {}, `${name}.`);
  }
}

/** A user's fields under their names on the wire. */
export function fields(given: Json, table: Table, prefix = ""): Json {
  const out: Json = {};
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && value !== null) {
      const [wire, wraps = "", leaf = ""] = table[name] ?? [name];
      out[wire] = write(value, wraps, leaf, prefix + name);
    }
  }
  return out;
}

function money(value: unknown, name: string): string {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw invalid(`${name}: ${value} is a floating-point number, which cannot hold money exactly; write "${value}"`);
  }
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "bigint") {
    throw invalid(`${name} is an amount: text such as "100000.50"`);
  }
  const text = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(text)) {
    throw invalid(`${name}: ${JSON.stringify(text)} is no amount; write it as "100000.50"`);
  }
  return text;
}

function mapped(map: Json, change: (value: unknown, key: string) => unknown): Json {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}
