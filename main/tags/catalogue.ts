/**
 * Names ↔ handles. First come the project's tags in the order of tags.csv, then the station's own, then the derived points of the
 * scenes and of the equipment.
 */
import type { Asset, ServedAsset } from '../../shared/model/asset.ts';
import type { Scene, ServedScene } from '../../shared/model/scene.ts';
import type { Handle, TagDefinition } from '../../shared/model/tag.ts';
import type { ProjectTag, StationProject } from '../project/types.ts';
import { type SystemTag, systemTagsOf } from './system-tags.ts';

/** Missed scans after which a value is stale (interlocks: data older than three scans blocks commands). */
const STALE_AFTER_SCANS = 3;
/** A fast group must survive one request timeout with reconnect; ms. */
const STALE_AT_LEAST_MS = 1_500;

export interface DerivedPoint {
  readonly name: string;
  readonly handle: Handle;
  readonly expression: string;
}

/** The station's own tags are brought up to date every second; three turns missed and they are stale. */
const SYSTEM_STALE_MS = 3_000;

export class Catalogue {
  /** The project's tags and the station's own. */
  readonly tags: readonly TagDefinition[];
  readonly systemTags: readonly { readonly handle: Handle; readonly tag: SystemTag }[];
  readonly derived: readonly DerivedPoint[];
  readonly assets: readonly ServedAsset[];
  readonly scenes: ReadonlyMap<string, ServedScene>;
  readonly #handles = new Map<string, Handle>();
  readonly #names: string[] = [];

  constructor(project: StationProject) {
    this.systemTags = systemTagsOf(project).map((tag, i) => ({ handle: project.tags.length + i, tag }));
    this.tags = [
      ...project.tags.map((tag, handle) => definitionOf(tag, handle)),
      ...this.systemTags.map(({ handle, tag }) => systemDefinition(tag, handle)),
    ];
    for (const tag of this.tags) this.#name(tag.name);
    const derived = new Map<string, DerivedPoint>();
    const resolve = (binding: string): string => {
      if (!binding.startsWith('=')) return binding;
      const expression = binding.slice(1).trim();
      let point = derived.get(expression);
      if (point === undefined) {
        const name = `~${derived.size + 1}`;
        point = { name, handle: this.#name(name), expression };
        derived.set(expression, point);
      }
      return point.name;
    };
    this.scenes = new Map(project.scenes.map(scene => [scene.id, this.#serve(scene, resolve)]));
    this.assets = project.assets.map(asset => this.#serveAsset(asset, resolve));
    this.derived = [...derived.values()];
  }

  get size(): number {
    return this.#names.length;
  }

  handleOf(name: string): Handle | undefined {
    return this.#handles.get(name);
  }

  nameOf(handle: Handle): string {
    return this.#names[handle] ?? '';
  }

  #name(name: string): Handle {
    const handle = this.#names.length;
    this.#names.push(name);
    this.#handles.set(name, handle);
    return handle;
  }

  /** Resolves bindings to names and notes the handle of each. */
  #binder(resolve: (binding: string) => string) {
    const handles: Record<string, Handle> = {};
    const bound = (binding: string): string => {
      const name = resolve(binding);
      handles[name] = this.handleOf(name) ?? 0;
      return name;
    };
    const boundAll = (bindings: Readonly<Record<string, string>>): Record<string, string> =>
      Object.fromEntries(Object.entries(bindings).map(([role, binding]) => [role, bound(binding)]));
    return { handles, bound, boundAll };
  }

  #serveAsset(asset: Asset, resolve: (binding: string) => string): ServedAsset {
    const { handles, bound, boundAll } = this.#binder(resolve);
    const tags = boundAll(asset.tags);
    const permissives = asset.permissives.map(p => (p.when === undefined ? p : { ...p, when: bound(p.when) }));
    return { ...asset, tags, permissives, handles };
  }

  #serve(scene: Scene, resolve: (binding: string) => string): ServedScene {
    const { handles, bound, boundAll } = this.#binder(resolve);
    const nodes = scene.nodes.map(node => ({ ...node, bind: boundAll(node.bind) }));
    const pipes = scene.pipes.map(pipe => (pipe.flow === undefined ? pipe : { ...pipe, flow: bound(pipe.flow) }));
    return { ...scene, nodes, pipes, handles };
  }
}

function definitionOf(tag: ProjectTag, handle: Handle): TagDefinition {
  return {
    name: tag.name,
    handle,
    description: tag.description,
    area: tag.area,
    equipment: tag.equipment,
    signalClass: tag.signalClass,
    unit: tag.unit,
    decimals: tag.decimals,
    low: tag.low,
    high: tag.high,
    limits: tag.limits,
    device: tag.device,
    address: tag.addressText,
    periodMs: tag.periodMs,
    staleAfterMs: Math.max(STALE_AT_LEAST_MS, tag.periodMs * STALE_AFTER_SCANS),
    writable: tag.writable,
    logging: tag.logging,
    isStepped: tag.interpolation === 'stepped',
  };
}

function systemDefinition({ name, description, unit, decimals, logging }: SystemTag, handle: Handle): TagDefinition {
  return {
    name,
    handle,
    description,
    area: '',
    equipment: '',
    signalClass: 'SYS',
    unit,
    decimals,
    low: null,
    high: null,
    limits: {},
    device: null,
    address: '',
    periodMs: 1_000,
    staleAfterMs: SYSTEM_STALE_MS,
    writable: false,
    logging,
    isStepped: true,
  };
}
