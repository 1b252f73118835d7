import type { Field } from '../core/definition/model.ts'
import type { Attempt, Instance } from './instance.ts'

/**
 * Fields of one attempt of a machine: the last that it may make bids for nothing where useOnDemandOnLastAttempt says so.
 * Source: developer guide, Ec2Resource and EmrCluster.
 */
export function fieldsOfTry<F extends Field>(
  { plan, head, tries }: Instance,
  attempt: Attempt | undefined,
  fields: readonly F[],
): readonly F[] {
  const isLast = plan.family === 'resource' && attempt?.number === head?.number && tries > plan.policy.maximumRetries
  return isLast && fields.some(isPlea) ? fields.filter(({ key }) => !/bidPrice$/i.test(key)) : fields
}

const isPlea = ({ key, stringValue }: Field): boolean =>
  key === 'useOnDemandOnLastAttempt' && stringValue?.trim().toLowerCase() === 'true'
