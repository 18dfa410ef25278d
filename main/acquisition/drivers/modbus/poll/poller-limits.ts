/** How often a device is looked after, and what it takes to call a block of it deaf or refused. */

/** Silent requests in a row after which a block is left alone for a while: one may be noise on the line. */
export const DEAF_AFTER = 2;
/** Refused addresses in a row after which a block's holes are looked for: one may be a controller that is just being loaded. */
export const REFUSED_AFTER = 2;
/** How often the poller looks after what no beat reminds it of, ms. */
export const CARE_MS = 1_000;
/** Longer ago than the deadline of any read that waits can be, ms. */
export const URGENT_MS = 3_600_000;
/** Looks at the plan this seldom, in turns of care. */
export const REPLAN_TURNS = 30;
