import { en as picture } from '../shared/picture-texts.en.ts'

/** The texts of the page of one picture. */
export const en = {
  ...picture,
  title: 'Picture',
  noAlike: 'No picture of another owner looks like it.',
  remove: 'Delete',
  back: 'All pictures',
  removal: {
    reasons: 'Reasons',
    hint: 'They are kept in the audit log. The picture disappears for all of its owners, also from their searches and offers.',
    submit: 'Delete the picture',
    ask: {
      title: 'Delete this picture?',
      text: 'It cannot be restored. Whoever has the file can upload it again.',
      yes: 'Delete',
    },
    cancel: 'Cancel',
    done: 'The picture is deleted.',
  },
}
