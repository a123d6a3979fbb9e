# Functions every folder's CMakeLists.txt uses. Source lists are explicit and sorted.

set(QUENCH_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wno-unused-parameter
    -Wno-restrict # false alarms of GCC 12 on string + string, bug 105651
    -Wno-subobject-linkage) # takes a source for a header where several are compiled at once
if(QUENCH_WERROR)
  list(APPEND QUENCH_WARNINGS -Werror)
endif()

# quench_library(NAME physics SOURCES a.cc b.cc LINK quench_base [FEM])
# A static library quench_NAME; includes are written from the project root. FEM adds deal.II (headers as
# system headers, so that warnings are ours alone).
function(quench_library)
  cmake_parse_arguments(arg "FEM" "NAME" "SOURCES;LINK" ${ARGN})
  add_library(quench_${arg_NAME} STATIC ${arg_SOURCES})
  target_include_directories(quench_${arg_NAME} PUBLIC ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
  target_link_libraries(quench_${arg_NAME} PUBLIC ${arg_LINK})
  target_compile_options(quench_${arg_NAME} PRIVATE ${QUENCH_WARNINGS})
  if(arg_FEM)
    quench_use_dealii(quench_${arg_NAME})
    # deal.II's headers cost more than our sources: a few of these are compiled at once
    set_target_properties(quench_${arg_NAME} PROPERTIES UNITY_BUILD ${QUENCH_UNITY} UNITY_BUILD_BATCH_SIZE 4)
  endif()
endfunction()

# Compile and link a target with deal.II (its headers are system headers). deal_ii_setup_target is not used because it
# mixes signatures of target_link_libraries and adds deal.II's own warning flags.
function(quench_use_dealii TARGET)
  target_include_directories(${TARGET} SYSTEM PUBLIC ${DEAL_II_INCLUDE_DIRS})
  target_link_libraries(${TARGET} PUBLIC ${DEAL_II_LIBRARIES_RELEASE})
  target_link_options(${TARGET} PUBLIC -Wl,--as-needed)
endfunction()

# quench_program(NAME quench-array SOURCES main.cc LINK quench_array [FEM])
function(quench_program)
  cmake_parse_arguments(arg "FEM" "NAME" "SOURCES;LINK" ${ARGN})
  add_executable(${arg_NAME} ${arg_SOURCES})
  target_link_libraries(${arg_NAME} PRIVATE ${arg_LINK})
  target_compile_options(${arg_NAME} PRIVATE ${QUENCH_WARNINGS})
  if(arg_FEM)
    quench_use_dealii(${arg_NAME})
  endif()
  install(TARGETS ${arg_NAME} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

# quench_test(NAME heat SOURCES heat.cc LINK quench_solver [RANKS 1 2] [LABELS slow] [FEM] [TIMEOUT 300])
# One Boost.Test executable test_NAME; a ctest per rank count (none given: plain, no MPI). Label default: fast.
function(quench_test)
  cmake_parse_arguments(arg "FEM" "NAME;TIMEOUT" "SOURCES;LINK;RANKS;LABELS" ${ARGN})
  set(main ${PROJECT_SOURCE_DIR}/tests/main.cc)
  if(arg_FEM)
    set(main ${PROJECT_SOURCE_DIR}/tests/main_mpi.cc)
  endif()
  add_executable(test_${arg_NAME} ${main} ${arg_SOURCES})
  target_include_directories(test_${arg_NAME} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(test_${arg_NAME} PRIVATE ${arg_LINK} Boost::unit_test_framework)
  target_compile_definitions(test_${arg_NAME} PRIVATE BOOST_TEST_DYN_LINK QUENCH_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                             QUENCH_BINARY_DIR="${PROJECT_BINARY_DIR}")
  target_compile_options(test_${arg_NAME} PRIVATE ${QUENCH_WARNINGS})
  if(arg_FEM)
    quench_use_dealii(test_${arg_NAME})
  endif()
  set_target_properties(test_${arg_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  if(NOT arg_LABELS)
    set(arg_LABELS fast)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  if(arg_RANKS)
    foreach(ranks ${arg_RANKS})
      set(test ${arg_NAME}.mpirun=${ranks})
      add_test(NAME ${test} COMMAND ${MPIEXEC_EXECUTABLE} --oversubscribe -n ${ranks} $<TARGET_FILE:test_${arg_NAME}>)
      set_tests_properties(${test} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT} PROCESSORS ${ranks})
    endforeach()
  else()
    add_test(NAME ${arg_NAME} COMMAND test_${arg_NAME})
    set_tests_properties(${arg_NAME} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT})
  endif()
endfunction()
