import { use } from "./use.mjs";

export default {
  async fetch() {
    return new Response(await use());
  },
};
