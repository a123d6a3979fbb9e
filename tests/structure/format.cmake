# All sources are as clang-format 14 with the project's .clang-format leaves them. -DCLANG_FORMAT=<program>
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

list_code(files h cc)
foreach(file IN LISTS files)
  execute_process(COMMAND ${CLANG_FORMAT} --style=file --dry-run -Werror ${file} WORKING_DIRECTORY ${ROOT}
                  RESULT_VARIABLE code ERROR_VARIABLE complaint OUTPUT_QUIET)
  if(NOT code EQUAL 0)
    string(REGEX MATCH ":([0-9]+):[0-9]+: error" ignored "${complaint}")
    violation("${file}:${CMAKE_MATCH_1}: not as clang-format writes it: clang-format -i ${file}")
  endif()
endforeach()

list(LENGTH files n_files)
verdict("format" "${n_files} files")
