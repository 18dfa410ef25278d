/**
 * What somebody at this window has removed from what trends keep, and how it comes back. A preset is saved anew, under a new identity;
 * an annotation is there again as its next version. Whatever has taken its place meanwhile stays, and the station says so.
 */
import type { Annotation } from '../../../shared/model/annotation.ts';
import type { TrendPreset } from '../../../shared/model/trend-preset.ts';
import type { Session } from '../../store/session.ts';
import { sentSetup } from '../presets/preset-setup.ts';

export type Removed =
  | { readonly kind: 'preset'; readonly preset: TrendPreset; readonly who: string }
  /** `id` and `version` of the version that took it away, `text` as it was before. */
  | {
      readonly kind: 'annotation';
      readonly annotation: Pick<Annotation, 'id' | 'version' | 'text'>;
      readonly who: string;
    };

/** So long it is offered, ms: a person sees at once that it was the wrong one. */
export const UNDO_MS = 15_000;

/** Under the name of the person who removed it. Rejects with `CallError`. */
export async function bringBack(client: Pick<Session['client'], 'call'>, removed: Removed): Promise<void> {
  const { who } = removed;
  if (removed.kind === 'preset') {
    const { name, setup } = removed.preset;
    await client.call('presets.save', { name: name.zh, setup: sentSetup(setup), who, replaces: null });
    return;
  }
  const { id, version, text } = removed.annotation;
  await client.call('annotations.edit', { id, version, text, who });
}
