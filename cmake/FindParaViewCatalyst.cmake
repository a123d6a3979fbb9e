# ParaView's in-situ library with Python scripts (Debian: paraview-dev python3-paraview libpython3-dev).
#
# find_package(ParaView) asks for some 25 packages that have nothing to do with in-situ work and fails without them;
# this links the few libraries that are needed. Sets ParaViewCatalyst_FOUND, ParaViewCatalyst_VERSION and the imported
# target ParaViewCatalyst::ParaViewCatalyst, whose headers are system headers.
find_path(ParaViewCatalyst_INCLUDE_DIR vtkCPProcessor.h
          PATH_SUFFIXES paraview-5.11 paraview-5.12 paraview-5.13 paraview-5.10)
if(ParaViewCatalyst_INCLUDE_DIR)
  string(REGEX MATCH "paraview-([0-9.]+)$" matched "${ParaViewCatalyst_INCLUDE_DIR}")
  set(ParaViewCatalyst_VERSION ${CMAKE_MATCH_1})
endif()

set(ParaViewCatalyst_parts vtkPVInSitu vtkPVPythonCatalyst vtkPVCatalyst vtkCommonDataModel vtkCommonExecutionModel
                           vtkParallelMPI vtkCommonCore vtksys)
set(ParaViewCatalyst_LIBRARIES "")
set(ParaViewCatalyst_missing "")
foreach(part ${ParaViewCatalyst_parts})
  find_library(ParaViewCatalyst_${part} ${part}-pv${ParaViewCatalyst_VERSION})
  mark_as_advanced(ParaViewCatalyst_${part})
  list(APPEND ParaViewCatalyst_LIBRARIES ${ParaViewCatalyst_${part}})
  list(APPEND ParaViewCatalyst_needed ParaViewCatalyst_${part})
endforeach()

# Python in the very version ParaView's wrappings were made for, beside them (not the first one on PATH).
get_filename_component(ParaViewCatalyst_folder "${ParaViewCatalyst_vtkPVCatalyst}" DIRECTORY)
file(GLOB ParaViewCatalyst_wrapping
     "${ParaViewCatalyst_folder}/libvtkWrappingPythonCore3.*-pv${ParaViewCatalyst_VERSION}.so")
string(REGEX MATCH "PythonCore(3\\.[0-9]+)-" matched "${ParaViewCatalyst_wrapping}")
find_library(ParaViewCatalyst_python python${CMAKE_MATCH_1} HINTS "${ParaViewCatalyst_folder}")
mark_as_advanced(ParaViewCatalyst_python)
# needed by ParaView's libraries, not by ours: gold would leave it out
list(APPEND ParaViewCatalyst_LIBRARIES -Wl,--push-state,--no-as-needed ${ParaViewCatalyst_python} -Wl,--pop-state)
list(APPEND ParaViewCatalyst_needed ParaViewCatalyst_python)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ParaViewCatalyst
  REQUIRED_VARS ParaViewCatalyst_INCLUDE_DIR ${ParaViewCatalyst_needed}
  VERSION_VAR ParaViewCatalyst_VERSION)
mark_as_advanced(ParaViewCatalyst_INCLUDE_DIR)

if(ParaViewCatalyst_FOUND AND NOT TARGET ParaViewCatalyst::ParaViewCatalyst)
  add_library(ParaViewCatalyst::ParaViewCatalyst INTERFACE IMPORTED)
  set_target_properties(ParaViewCatalyst::ParaViewCatalyst PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${ParaViewCatalyst_INCLUDE_DIR}"
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${ParaViewCatalyst_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "${ParaViewCatalyst_LIBRARIES}")
endif()
