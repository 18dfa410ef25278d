/** A mimic screen as data. One schema gives the type, the validation and the JSON Schema for editors. */
import { z } from 'zod';

const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const point = z.tuple([z.number(), z.number()]);
/** A tag name, or an expression when it starts with `=`. Expressions are evaluated in main. */
const binding = z.string().min(1);

/** `NODE.port`, or a point in design pixels. */
const pipeEnd = z
  .union([z.string().regex(/^.+\.[A-Za-z0-9]+$/), point])
  .meta({ form: { zh: '"节点.端口" 或 [x, y]', en: '"NODE.port" or [x, y]' } });

export const nodeSchema = z.strictObject({
  id: z.string().min(1),
  symbol: z.string().min(1),
  at: point,
  turn: z.union([z.literal(90), z.literal(180), z.literal(270)]).optional(),
  mirror: z.literal(true).optional(),
  /** Times as large, ports and all, with lines as thick as of any other: the equipment that the screen is about. */
  scale: z.union([z.literal(1.25), z.literal(1.5), z.literal(2)]).optional(),
  /** Printed name of the equipment, usually the tag of the equipment; where it stands relative to the symbol. */
  name: z.string().optional(),
  label: z.enum(['above', 'below', 'left', 'right']).optional(),
  /**
   * Where the badge of its alarms stands, on the edge of what is marked; left out: where it usually hides nothing. `none`: another
   * node of the scene shows the same alarms.
   */
  badge: z
    .enum(['upper-left', 'above', 'upper-right', 'right', 'lower-right', 'below', 'lower-left', 'left', 'none'])
    .optional(),
  /** Equipment of `assets.json`: binds every role of the symbol that the equipment has; `bind` goes before it. */
  asset: z.string().min(1).optional(),
  bind: z.record(z.string(), binding).default({}),
  /** Symbol-specific, static: actuator letter, size, captions. Which ones: `shared/scene/symbol-catalogue.ts`. */
  props: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), text])).default({}),
});

/** Drawn along `path`, or led from port to port by the router (`shared/scene/route-pipe.ts`). */
export const pipeSchema = z.strictObject({
  id: z.string().min(1),
  /** Orthogonal polyline in design pixels, at least two points. */
  path: z.array(point).min(2).optional(),
  from: pipeEnd.optional(),
  to: pipeEnd.optional(),
  /** Points that the way from `from` to `to` leads through, in this order. */
  via: z.array(point).optional(),
  /** Ids of pipes that it crosses on purpose: it is drawn over them in a half circle, and is not connected to them. */
  over: z.array(z.string().min(1)).min(1).optional(),
  medium: z.enum(['gas', 'vent', 'odorant', 'water', 'signal']).default('gas'),
  /** True → gas is flowing, drawn 3 px. Absent → what the network of the scene says. */
  flow: binding.optional(),
  arrow: z.boolean().default(false),
});

export const labelSchema = z.strictObject({
  at: point,
  text,
  style: z.enum(['heading', 'name', 'note']),
  anchor: z.enum(['start', 'middle', 'end']).default('start'),
});

const sceneId = z
  .string()
  .regex(/^[a-z0-9-]+$/)
  .meta({ form: { zh: '小写字母、数字和 - 组成的名称', en: 'a name of lower-case letters, digits and -' } });

/** Function keys of process screens; those behind them belong to the screens that every station has. */
export const SCENE_KEYS = ['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7'] as const;
export type SceneKey = (typeof SCENE_KEYS)[number];

export const SCENE_ICONS = [
  'overview',
  'filtering',
  'regulation',
  'metering',
  'outlets',
  'safety',
  'utilities',
  'equipment',
] as const;
export type SceneIcon = (typeof SCENE_ICONS)[number];

/** Where the screen stands among the screens. */
export const scenePlaceSchema = z.strictObject({
  key: z.enum(SCENE_KEYS).optional(),
  icon: z.enum(SCENE_ICONS).optional(),
  /** Short, for the rail; the title without it. */
  name: text.optional(),
  /** Areas whose worst alarm its entry in the rail shows, and whose alarms lead here when nothing of them is drawn anywhere. */
  areas: z.array(z.string().min(1)).default([]),
  /** The screen above it: where Esc leads. Of details. */
  parent: sceneId.optional(),
});

export type ScenePlace = z.output<typeof scenePlaceSchema>;

export const sceneSchema = z.strictObject({
  /** Where editors find the schema of this file (docs/scene.schema.json). */
  $schema: z.string().optional(),
  id: sceneId,
  title: text,
  level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  place: scenePlaceSchema.optional(),
  size: z.tuple([z.number().int().positive(), z.number().int().positive()]),
  grid: z.number().int().positive().default(10),
  /** A point of the grid, if the scene's upper left corner is none. */
  gridAt: point.optional(),
  /** Flat panels behind the content: x, y, width, height. */
  panels: z.array(z.tuple([z.number(), z.number(), z.number().positive(), z.number().positive()])).default([]),
  /** Hairlines: x1, y1, x2, y2. */
  rules: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])).default([]),
  nodes: z.array(nodeSchema),
  pipes: z.array(pipeSchema).default([]),
  labels: z.array(labelSchema).default([]),
});

/** A scene as its file says it. */
export type SceneFile = z.output<typeof sceneSchema>;
export type SceneNode = z.output<typeof nodeSchema>;
export type PipeFile = z.output<typeof pipeSchema>;
export type ScenePoint = z.output<typeof point>;
export type PipeEnd = z.output<typeof pipeEnd>;

export interface ScenePipe extends PipeFile {
  readonly path: ScenePoint[];
}

/** A scene as loaded: assets have become bindings, and every pipe has its way. */
export interface Scene extends Omit<SceneFile, 'pipes'> {
  readonly pipes: readonly ScenePipe[];
}

export type SceneLabel = z.output<typeof labelSchema>;

/**
 * A scene as clients get it: every `bind` and `flow` value is now a tag name that can be subscribed to. Expressions have
 * become derived points named `~1`, `~2`, … whose values arrive in the `tags` stream like any other.
 */
export interface ServedScene extends Scene {
  /** Handle of every name used in `bind` and `flow`, derived points included. */
  readonly handles: Readonly<Record<string, number>>;
}
