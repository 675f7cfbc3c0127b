import { en as picture } from '../shared/picture-texts.en.ts'

/** The texts of the page of pictures. */
export const en = {
  ...picture,
  title: 'Pictures',
  filter: {
    title: 'Search',
    owner: 'Owner',
    ownerHint: 'The whole id of a person, or the name of a service such as service:offers',
    show: 'Show',
    all: 'all pictures',
    onlyAlike: 'look-alikes of other owners',
    limit: 'Pictures',
    submit: 'Show',
    reset: 'Show all',
  },
  none: 'No pictures found',
  noneYet: 'Nobody has uploaded a picture yet.',
  noneHint: 'Nothing fits this search.',
  open: 'Details',
  more: 'Further ones',
  end: 'These are all.',
}
