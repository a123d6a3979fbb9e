# Shared by the structure tests. Each is a script: cmake -DROOT=<project> -P <rule>.cmake
# A rule collects its findings with violation() and ends with verdict().

cmake_minimum_required(VERSION 3.25)
set(code_folders physics meshes solver postprocess cases tests)
set(violations "")

# All files below the code folders with one of the extensions, sorted, relative to ROOT.
function(list_code out)
  set(patterns "")
  foreach(folder IN LISTS code_folders)
    foreach(extension IN LISTS ARGN)
      list(APPEND patterns ${ROOT}/${folder}/*.${extension})
    endforeach()
  endforeach()
  file(GLOB_RECURSE files RELATIVE ${ROOT} ${patterns})
  if(NOT files)
    message(FATAL_ERROR "no sources below '${ROOT}'")
  endif()
  list(SORT files)
  set(${out} "${files}" PARENT_SCOPE)
endfunction()

# All text files of the project that people write, relative to ROOT.
function(list_texts out)
  list_code(files h cc cmake py prm json md txt)
  file(GLOB_RECURSE more RELATIVE ${ROOT} ${ROOT}/docs/*.md ${ROOT}/docs/*.json ${ROOT}/cmake/* ${ROOT}/scripts/*)
  file(GLOB top RELATIVE ${ROOT} ${ROOT}/*.md ${ROOT}/*.txt ${ROOT}/*.json ${ROOT}/.clang-* ${ROOT}/quickstart
       ${ROOT}/run-tests ${ROOT}/.ci/*)
  list(APPEND files ${more} ${top})
  list(SORT files)
  set(${out} "${files}" PARENT_SCOPE)
endfunction()

# read_text(OUT FILE): the file's text with [ ] ; replaced, since they would break CMake's lists.
function(read_text out file)
  file(READ ${ROOT}/${file} text)
  string(REGEX REPLACE "[][;]" "|" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# line_of(OUT TEXT STRING): the number of the line on which STRING first stands.
function(line_of out text string)
  string(FIND "${text}" "${string}" at)
  string(SUBSTRING "${text}" 0 ${at} before)
  string(REGEX MATCHALL "\n" ends "${before}")
  list(LENGTH ends number)
  math(EXPR number "${number} + 1")
  set(${out} ${number} PARENT_SCOPE)
endfunction()

macro(violation text)
  string(APPEND violations "  ${text}\n")
endmacro()

# Ends the script: an error that lists what was found, or one line that says how much was looked at.
macro(verdict rule looked_at)
  if(violations)
    message(FATAL_ERROR "${rule}:\n${violations}")
  endif()
  message(STATUS "${rule}: ${looked_at}, no violation")
endmacro()
