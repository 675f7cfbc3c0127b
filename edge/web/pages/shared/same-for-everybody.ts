import type { Access } from '#lib/http/access.ts'

/** The access of the pages whose HTML holds nothing of a person. */
export const SAME_FOR_EVERYBODY: Access = {
  everybody: 'the page is the same for everybody; its script asks who is signed in',
}
