/** True for an address to listen on that nobody but this machine reaches. */
export function isPrivateHost(host: string): boolean {
  return ['127.0.0.1', 'localhost', '::1'].includes(host)
}
