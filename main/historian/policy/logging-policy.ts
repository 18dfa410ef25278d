/**
 * Which samples of a tag are kept for years. The type is shared, because the bound that a policy promises is shown beside the
 * tag's values; what it means is in `select-samples.ts`.
 */
export type { LoggingPolicy } from '../../../shared/model/logging.ts';
