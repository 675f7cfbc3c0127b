import type { Caller } from '#lib/auth/caller.ts'
import { notFound } from '#lib/http/problem.ts'
import type { Delivery, DeliveryStore } from '#lib/store/deliveries.ts'
import { mayRead } from './mapping-wire.ts'

/**
 * A delivery that a caller may read.
 *
 * @throws {ProblemError} 404 when there is none, also for what belongs to others.
 */
export async function findDelivery(
  deliveries: Pick<DeliveryStore, 'find'>,
  id: string,
  caller: Caller,
): Promise<Delivery> {
  const delivery = await deliveries.find(id)
  if (delivery === undefined || !mayRead(caller, delivery.person)) throw notFound('delivery')
  return delivery
}
