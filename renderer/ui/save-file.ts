/** Hands a file to the browser, which asks the person where to or puts it among the downloads. */

/** A browser reads the address after the click. */
const REVOKE_MS = 60_000;

export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), REVOKE_MS);
}
