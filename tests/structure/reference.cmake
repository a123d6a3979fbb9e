# docs/case_reference.md is what the program itself says. -DQUENCH=<program>
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

set(remedy "build/bin/quench describe > docs/case_reference.md")
execute_process(COMMAND ${QUENCH} describe RESULT_VARIABLE code OUTPUT_VARIABLE current ERROR_VARIABLE complaint)
if(NOT code EQUAL 0)
  violation("quench describe ended with ${code}: ${complaint}")
elseif(NOT EXISTS ${ROOT}/docs/case_reference.md)
  violation("docs/case_reference.md is missing: ${remedy}")
else()
  file(READ ${ROOT}/docs/case_reference.md stored)
  if(NOT current STREQUAL stored)
    violation("docs/case_reference.md is stale: ${remedy}")
  endif()
endif()

string(LENGTH "${current}" n_bytes)
verdict("reference" "${n_bytes} bytes")
