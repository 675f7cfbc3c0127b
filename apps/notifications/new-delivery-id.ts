/** The id of a delivery: a random UUID, as providers want idempotency keys. */
export function newDeliveryId(): string {
  return crypto.randomUUID()
}
