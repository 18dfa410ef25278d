/**
 * Electron's `session.defaultSession`: permissions. As in Electron everything is granted unless a handler refuses, so
 * a forgotten handler shows. The handlers are asked when a document loads and the answer is set in Chromium itself.
 */
import type { Chromium } from './chromium.ts';
import { protocol } from './scheme.ts';

type RequestHandler = (
  contents: unknown,
  permission: string,
  callback: (granted: boolean) => void,
  details: object,
) => void;
type CheckHandler = (contents: unknown, permission: string, origin: string, details: object) => boolean;

/** Electron's name of a permission, and Chromium's. */
const PERMISSIONS: readonly (readonly [string, string])[] = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['midi', 'midi'],
  ['clipboard-read', 'clipboard-read'],
  ['idle-detection', 'idle-detection'],
];

export class Session {
  readonly protocol = protocol;
  #request: RequestHandler | null = null;
  #check: CheckHandler | null = null;

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler;
  }
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler;
  }
  setDevicePermissionHandler(): void {
    // Chromium without a device chooser never has a device to offer.
  }
  setDisplayMediaRequestHandler(): void {
    // Headless Chromium never has a screen to share.
  }
  setUSBProtectedClassesHandler(): void {
    // See setDevicePermissionHandler.
  }
  setBluetoothPairingHandler(): void {
    // See setDevicePermissionHandler.
  }
  on(): this {
    return this;
  }

  /** Sets in Chromium what the app's handlers answer for a document of `origin`. */
  async applyPermissions(
    chromium: Chromium,
    document: { contents: unknown; origin: string; wireOrigin: string },
  ): Promise<void> {
    for (const [permission, name] of PERMISSIONS) {
      const setting = this.#grants(permission, document) ? 'granted' : 'denied';
      await chromium.send('Browser.setPermission', { permission: { name }, setting, origin: document.wireOrigin });
    }
  }

  #grants(permission: string, document: { contents: unknown; origin: string }): boolean {
    let granted = true;
    this.#request?.(
      document.contents,
      permission,
      answer => {
        granted = answer;
      },
      { requestingUrl: document.origin, isMainFrame: true },
    );
    return granted && (this.#check?.(document.contents, permission, document.origin, { isMainFrame: true }) ?? true);
  }
}

const defaultSession = new Session();
export const session = { defaultSession, fromPartition: () => defaultSession };
