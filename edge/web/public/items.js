// Lists of a page: one copy of a template for each item, dates in the language of the page.

/** Fills a list anew, and says so where there is nothing. */
export function fillList(list, items) {
  list.replaceChildren(...items)
  const none = document.querySelector(`#${list.id}-none`)
  if (none) none.hidden = items.length > 0
}

/** A copy of the item in a template. */
export function copyOf(id) {
  return document.querySelector(`template#${id}`).content.firstElementChild.cloneNode(true)
}

/** Shows a date in a `time` element. */
export function showDate(element, text) {
  const date = new Date(text)
  element.dateTime = date.toISOString()
  element.textContent = date.toLocaleString(document.documentElement.lang, {
    dateStyle: 'medium',
    timeStyle: 'short',
  })
}
