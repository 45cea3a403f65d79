// What tells the server that a part of a page is asked for.
export const PART = { "HX-Request": "true", "HX-Request-Type": "partial" };
