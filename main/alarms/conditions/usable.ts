/** Which samples are judged (pure): uncertain ones like good ones; bad ones, and texts in the place of a number, never. */
import { isBad } from '../../../shared/model/quality.ts';
import type { ConditionSample } from './condition.ts';

/** The number, or null. */
export const usable = ({ v, q }: ConditionSample): number | null => (isBad(q) || !Number.isFinite(v) ? null : v);
