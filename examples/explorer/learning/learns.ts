/** Which activations learn in the nets. */

type Params = Readonly<Record<string, object>>;
interface Spec {
  readonly default?: unknown;
  readonly choices?: unknown;
  readonly fixed?: boolean;
}

const numbers = (params: Params): Spec[] =>
  Object.values(params as Record<string, Spec>).filter(spec => 'default' in spec && !spec.choices && !spec.fixed);

/** Whether there is any number to learn; the layer itself leaves out those whose derivative is 0. */
export const canLearn = (params: Params): boolean => numbers(params).length > 0;

/** Not where all numbers are 0 or none by default: then they are extensions, and relu is to be compared as relu. */
export const learnsByDefault = (params: Params): boolean => numbers(params).some(spec => spec.default);
