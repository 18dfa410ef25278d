/**
 * Names ↔ handles. First come the project's tags in the order of tags.csv, then the station's own, then the derived points of the
 * scenes and of the equipment.
 */
import type { Asset, ServedAsset } from '../../shared/model/asset.ts';
import type { Scene, ServedScene } from '../../shared/model/scene.ts';
import type { Handle, TagDefinition } from '../../shared/model/tag.ts';
import type { ProjectSupport, ServedSupport } from '../../shared/support/support.ts';
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

/** Room for expressions of scenes that are changed while the station runs: the tables have one size for its life. */
const SPARE_POINTS = 2_000;
/** The station's own tags are brought up to date every second; three turns missed and they are stale. */
const SYSTEM_STALE_MS = 3_000;

export class Catalogue {
  /** The project's tags and the station's own. */
  readonly tags: readonly TagDefinition[];
  readonly systemTags: readonly { readonly handle: Handle; readonly tag: SystemTag }[];
  readonly assets: readonly ServedAsset[];
  readonly support: ServedSupport;
  /** Handles that there may be at most; those beyond the present names are kept for scenes that change. */
  readonly capacity: number;
  readonly #derived = new Map<string, DerivedPoint>();
  readonly #scenes = new Map<string, ServedScene>();
  readonly #handles = new Map<string, Handle>();
  readonly #names: string[] = [];

  constructor(project: StationProject) {
    this.systemTags = systemTagsOf(project).map((tag, i) => ({ handle: project.tags.length + i, tag }));
    this.tags = [
      ...project.tags.map((tag, handle) => definitionOf(tag, handle)),
      ...this.systemTags.map(({ handle, tag }) => systemDefinition(tag, handle)),
    ];
    for (const tag of this.tags) this.#name(tag.name);
    for (const scene of project.scenes) this.#scenes.set(scene.id, this.#serve(scene));
    this.assets = project.assets.map(asset => this.#serveAsset(asset));
    this.support = this.#serveSupport(project.support);
    this.capacity = this.size + SPARE_POINTS;
  }

  get scenes(): ReadonlyMap<string, ServedScene> {
    return this.#scenes;
  }

  get derived(): readonly DerivedPoint[] {
    return [...this.#derived.values()];
  }

  /**
   * Serves a scene in place of the one with its id, or beside the others. Gives the points that it adds, which are to be
   * calculated from now on, or null when there is no room for them: then nothing has changed.
   */
  replaceScene(scene: Scene): readonly DerivedPoint[] | null {
    const bindings = [
      ...scene.nodes.flatMap(({ bind }) => Object.values(bind)),
      ...scene.pipes.flatMap(p => p.flow ?? []),
    ];
    const expressions = new Set(bindings.filter(isExpression).map(sourceOf));
    const added = [...expressions].filter(expression => !this.#derived.has(expression));
    if (this.size + added.length > this.capacity) return null;
    this.#scenes.set(scene.id, this.#serve(scene));
    return added.flatMap(expression => this.#derived.get(expression) ?? []);
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

  /** The name that a binding is served by: the tag, or the point that its expression has become. */
  #resolve(binding: string): string {
    if (!isExpression(binding)) return binding;
    const expression = sourceOf(binding);
    let point = this.#derived.get(expression);
    if (point === undefined) {
      const name = `~${this.#derived.size + 1}`;
      point = { name, handle: this.#name(name), expression };
      this.#derived.set(expression, point);
    }
    return point.name;
  }

  /** Resolves bindings to names and notes the handle of each. */
  #binder() {
    const handles: Record<string, Handle> = {};
    const bound = (binding: string): string => {
      const name = this.#resolve(binding);
      handles[name] = this.handleOf(name) ?? 0;
      return name;
    };
    const boundAll = (bindings: Readonly<Record<string, string>>): Record<string, string> =>
      Object.fromEntries(Object.entries(bindings).map(([role, binding]) => [role, bound(binding)]));
    return { handles, bound, boundAll };
  }

  #serveAsset(asset: Asset): ServedAsset {
    const { handles, bound, boundAll } = this.#binder();
    const tags = boundAll(asset.tags);
    const permissives = asset.permissives.map(p => (p.when === undefined ? p : { ...p, when: bound(p.when) }));
    return { ...asset, tags, permissives, handles };
  }

  #serveSupport({ procedures, interlocks }: ProjectSupport): ServedSupport {
    if (interlocks === null) return { procedures, interlocks };
    const { handles, bound } = this.#binder();
    const boundIn = <T extends { readonly when?: string | undefined }>(item: T): T =>
      item.when === undefined ? item : { ...item, when: bound(item.when) };
    const groups = interlocks.groups.map(group => ({
      ...group,
      effects: group.effects.map(boundIn),
      causes: group.causes
        .map(boundIn)
        .map(cause => (cause.bypass === undefined ? cause : { ...cause, bypass: bound(cause.bypass) })),
    }));
    return { procedures, interlocks: { ...interlocks, groups, handles } };
  }

  #serve(scene: Scene): ServedScene {
    const { handles, bound, boundAll } = this.#binder();
    const nodes = scene.nodes.map(node => ({ ...node, bind: boundAll(node.bind) }));
    const pipes = scene.pipes.map(pipe => (pipe.flow === undefined ? pipe : { ...pipe, flow: bound(pipe.flow) }));
    return { ...scene, nodes, pipes, handles };
  }
}

const isExpression = (binding: string): boolean => binding.startsWith('=');
const sourceOf = (binding: string): string => binding.slice(1).trim();

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
