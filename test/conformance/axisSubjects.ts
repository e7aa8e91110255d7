// The functions over an axis, each with settings to test it with.
import type {AxisInfo} from '../../src/index';
import type {AnyLayer, Lane, Tensor} from './lane';

type Config = Readonly<Record<string, unknown>>;

export interface AxisSubject {
  readonly name: string;
  readonly info: AxisInfo;
  readonly op: (x: Tensor, settings?: Config) => Tensor;
  readonly layer: AnyLayer;
  readonly labels: {readonly op: string; readonly layer: string};
  /** Settings that are no defaults, the axis left out; they fit 4 and 8 channels and 2 and 16. */
  readonly others: Config;
}

export const axisSubjects = ({rx}: Pick<Lane, 'rx'>): AxisSubject[] =>
  [...rx.functions].flatMap(([name, info]) =>
    info.kind === 'axis'
      ? {
          name,
          info,
          op: (rx as unknown as Record<string, AxisSubject['op']>)[name]!,
          layer: (rx.layers as unknown as Record<string, AnyLayer>)[name]!,
          labels: {op: `rx.${name}`, layer: `rx.layers.${name}`},
          others: othersOf(info),
        }
      : [],
  );

function othersOf({params}: AxisInfo): Config {
  const entries = Object.entries(params).flatMap(([key, setting]): [string, unknown][] => {
    if ('choices' in setting) return [[key, setting.choices.find(word => word !== setting.default)]];
    if (typeof setting.default === 'boolean') return [[key, !setting.default]];
    return [];
  });
  return Object.fromEntries(entries);
}
