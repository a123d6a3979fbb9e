# Every equation the code cites ("eq. C3", "eqs. P1, P2 and P4") stands in docs/equations.md under that label, once.
#
# A label is defined there by \tag{C3} in a formula, or by standing first in a heading, list item, table row or
# bold text: "### C3 Charge", "- **(C3)** ...", "| C3 | ...".
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

set(label "[A-Z]+[0-9]+[a-z]?")
set(definitions "")
if(EXISTS ${ROOT}/docs/equations.md)
  read_text(text docs/equations.md)
  string(REGEX MATCHALL "\\\\tag{${label}}|(^|\n)[#|>*( \t-]+${label}[ \t.:|)*]" marks "${text}")
  foreach(mark IN LISTS marks)
    string(REGEX MATCH "${label}" name "${mark}")
    if(name IN_LIST definitions)
      violation("docs/equations.md: ${name} is defined twice")
    endif()
    list(APPEND definitions ${name})
  endforeach()
endif()

list_code(files h cc py)
set(n_citations 0)
foreach(file IN LISTS files)
  read_text(text ${file})
  string(REGEX MATCHALL "[Ee]qs?\\. ${label}((, | and | to |-)${label})*" citations "${text}")
  foreach(citation IN LISTS citations)
    string(REGEX MATCHALL "${label}" names "${citation}")
    foreach(name IN LISTS names)
      math(EXPR n_citations "${n_citations} + 1")
      if(NOT name IN_LIST definitions)
        line_of(line "${text}" "${citation}")
        violation("${file}:${line}: cites eq. ${name}, which docs/equations.md does not have")
      endif()
    endforeach()
  endforeach()
endforeach()

list(LENGTH definitions n_definitions)
verdict("equations" "${n_citations} citations of ${n_definitions} equations")
