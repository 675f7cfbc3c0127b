/** True when a URL answers 2xx; false also where nobody listens. */
export function answersOk(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )
}
