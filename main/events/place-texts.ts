/** How a place that an order or a finding comes from is called in sentences: an address as it is, the station's own desktop by a word. */
import type { Text } from '../../shared/text/text.ts';

/** What the desktop application calls itself (main/host/electron-ipc.ts). */
const OWN_CONSOLE = 'console';

export const placeText = (where: string): Text =>
  where === OWN_CONSOLE ? { zh: '本机', en: 'of this computer' } : { zh: where, en: where };
