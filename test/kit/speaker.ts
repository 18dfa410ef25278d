/** The sound device of a page: a machine that runs tests often has none, which is an alarm, and that must not hang on the machine. */
import type { Page } from 'playwright-core';

export type Outputs = 'speaker' | 'none';

/** From now on, and in every document that the page loads later, the browser lists this and nothing else. */
export async function plugSpeaker(page: Page, outputs: Outputs): Promise<void> {
  const kinds = outputs === 'speaker' ? (['audiooutput'] as const) : [];
  await page.addInitScript(plug, kinds);
  await page.evaluate(plug, kinds);
}

/** Runs in the page. */
function plug(kinds: readonly 'audiooutput'[]): void {
  // An empty page has none.
  if (!('mediaDevices' in navigator)) return;
  const found = kinds.map(kind => ({ kind, deviceId: '', groupId: '', label: '', toJSON: () => ({}) }));
  navigator.mediaDevices.enumerateDevices = () => Promise.resolve(found);
  navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
}
