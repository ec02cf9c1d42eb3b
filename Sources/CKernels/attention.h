/// Which positions queries see, page by page.
#ifndef ATTENTION_H
#define ATTENTION_H

#include "f32_exp.h"

enum { PAGE = KV_PAGE_POSITIONS };

/// The first position that a query sees which sees those before `end`.
INLINE size_t first_visible(size_t end, size_t window) { return window > 0 && end > window ? end - window : 0; }

/// A position as a place in a page: 0 where it is before the page, PAGE where it is behind it.
INLINE size_t visible_of_page(size_t position, size_t page) { return smaller(PAGE, position > page * PAGE ? position - page * PAGE : 0); }

#endif
