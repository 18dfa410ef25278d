/** `tags.detail`: what stands behind one value, from the wire to the screen. */
import type { TagDetail } from '../../shared/model/tag.ts';
import type { StationParts } from './station-parts.ts';
import { handleOrFail, numberOrNull, readingOf } from './tags.ts';

export function tagDetail({ catalogue, table }: Pick<StationParts, 'catalogue' | 'table'>, tag: string): TagDetail {
  const state = table.state(handleOrFail(catalogue, tag));
  const { raw, exact } = state.received;
  return {
    tag,
    shown: readingOf(tag, state.shown, state),
    live: readingOf(tag, state.live, state),
    raw: exact === undefined ? numberOrNull(raw) : String(exact),
    receivedAt: numberOrNull(state.receivedAt),
    sourceTime: numberOrNull(state.sourceT),
    serverTime: numberOrNull(state.serverT),
    unchangedMs: state.unchangedMs,
    override: state.override ?? null,
  };
}
