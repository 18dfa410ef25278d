/**
 * All windows of this desk: opened as they stood, with the screens they showed, on the monitors of now; kept in one layout for each set
 * of monitors. A window that somebody closes is no longer part of it; the last one stays in it, because closing it ends the program.
 */
import type { Log } from '../../platform/log.ts';
import { HmiWindow, type WindowParts } from './hmi-window.ts';
import { freeArea, isInSight, type LaidOut, MOST_WINDOWS, placeFurther, readLayout } from './layout.ts';
import { arrangementOf, placeWindow, type Rectangle, SMALLEST, type WindowState } from './window-state.ts';

const SAVE_DELAY_MS = 500;

/** Machine preferences by key; the content is hostile until validated. */
export interface PreferenceStore {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

interface DisplayPlace {
  readonly bounds: Rectangle;
  readonly workArea: Rectangle;
}

export interface HmiWindowsOptions {
  readonly parts: WindowParts;
  readonly store: PreferenceStore;
  readonly displays: () => readonly DisplayPlace[];
  readonly log: Log;
}

export class HmiWindows {
  readonly #options: HmiWindowsOptions;
  readonly #windows = new Set<HmiWindow>();
  #saveTimer: NodeJS.Timeout | undefined;
  #isClosing = false;

  constructor(options: HmiWindowsOptions) {
    this.#options = options;
  }

  /** Every window of the layout; one when there is none yet. */
  open(): void {
    const kept = readLayout(
      { windows: this.#stored(), last: this.#options.store.get('lastMonitors') },
      this.#monitors(),
    );
    // One kiosk over another could not be reached.
    const isKiosk = this.#options.parts.kiosk !== undefined;
    const inSight = isKiosk ? kept.filter(window => isInSight(window, this.#workAreas())) : kept;
    const [first = kept[0], ...others] = inSight;
    this.#add(first ?? { ...this.#fit(undefined), hash: '' });
    for (const laidOut of others) this.#add(laidOut);
  }

  /** A further window with the screen of this address, asked for by the page of `opener`. */
  openFurther(hash: string, opener: unknown): void {
    if (this.#isClosing) return;
    const windows = [...this.#windows];
    const taken = windows.map(window => window.state.bounds);
    const isFull = this.#options.parts.kiosk !== undefined && freeArea(taken, this.#workAreas()) === undefined;
    if (isFull || windows.length >= MOST_WINDOWS) {
      this.#options.log.warn(() => `no further window: there are ${windows.length}`);
      return;
    }
    const from = windows.find(window => window.shows(opener))?.state.bounds ?? taken[0];
    const place = from === undefined ? this.#fit(undefined) : placeFurther(from, taken, this.#workAreas());
    this.#add({ ...place, hash });
    this.#saveSoon();
  }

  /** Brings every window in front of the operator. */
  focus(): void {
    for (const window of this.#windows) window.focus();
  }

  /** Remembers where the windows are and closes them for good. */
  close(): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#save();
    for (const window of this.#windows) window.close();
  }

  #add(laidOut: LaidOut): void {
    const window = new HmiWindow({
      ...this.#options.parts,
      laidOut,
      fit: state => this.#fit(state),
      onChanged: () => this.#saveSoon(),
      onClosed: () => {
        // The last one takes the program with it and opens again where it was.
        if (this.#isClosing || this.#windows.size === 1) return;
        this.#windows.delete(window);
        this.#save();
      },
    });
    this.#windows.add(window);
    window.open();
  }

  #fit(state: WindowState | undefined): WindowState {
    return placeWindow(state, this.#workAreas());
  }

  #workAreas(): readonly [Rectangle, ...Rectangle[]] {
    const [first, ...others] = this.#options.displays().map(display => display.workArea);
    return first === undefined ? [{ x: 0, y: 0, ...SMALLEST }] : [first, ...others];
  }

  #monitors(): string {
    return arrangementOf(this.#options.displays());
  }

  #stored(): Record<string, unknown> {
    const stored = this.#options.store.get('windows');
    return typeof stored === 'object' && stored !== null ? { ...stored } : {};
  }

  #saveSoon(): void {
    clearTimeout(this.#saveTimer);
    if (!this.#isClosing) this.#saveTimer = setTimeout(() => this.#save(), SAVE_DELAY_MS);
  }

  #save(): void {
    clearTimeout(this.#saveTimer);
    const layout = [...this.#windows].map(window => window.state);
    try {
      this.#options.store.set('windows', { ...this.#stored(), [this.#monitors()]: layout });
      this.#options.store.set('lastMonitors', this.#monitors());
    } catch (error) {
      // A full or read-only disk must not take the picture away.
      this.#options.log.warn(() => `places of windows not remembered: ${String(error)}`);
    }
  }
}
