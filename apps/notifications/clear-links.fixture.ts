import type { MessageLinks } from './compose-message.ts'

/** Links whose pages of acts say in clear what they do. */
export const clearLinks: MessageLinks = {
  publicUrl: 'https://push.example',
  actPage: ({ act, ...rest }) =>
    Promise.resolve(
      `https://push.example/unsubscribe/${act}.${rest.person}${'subject' in rest ? `.${rest.subject.id}` : ''}`,
    ),
}
