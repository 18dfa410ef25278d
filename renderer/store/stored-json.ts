/** What the storage of the browser holds under a key, which anybody may have written: whoever reads it checks its form. Pure. */

/** Null where nothing is stored, or nothing that is JSON. */
export function storedJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
