# What lies in the prefix beside the programs and the cases, and the Debian package: cmake --build build --target package.

# The man page and the completion come from the programs' own declarations.
set(QUENCH_MANUAL ${PROJECT_BINARY_DIR}/manual/quench.1)
set(QUENCH_COMPLETION ${PROJECT_BINARY_DIR}/manual/quench)
set(programs quench quench-array quench-compact quench-export quench-report)
if(QUENCH_FEM)
  list(APPEND programs quench-cell)
endif()
add_custom_command(OUTPUT ${QUENCH_MANUAL} ${QUENCH_COMPLETION}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/manual
  COMMAND $<TARGET_FILE:quench> man > ${QUENCH_MANUAL}
  COMMAND $<TARGET_FILE:quench> completion bash > ${QUENCH_COMPLETION}
  DEPENDS ${programs}
  COMMENT "Write the man page and the completion of shells")
add_custom_target(manual ALL DEPENDS ${QUENCH_MANUAL} ${QUENCH_COMPLETION})

install(FILES ${QUENCH_MANUAL} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${QUENCH_COMPLETION} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES LICENSE README.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/quench)
install(DIRECTORY scripts/cluster DESTINATION ${CMAKE_INSTALL_DATADIR}/quench USE_SOURCE_PERMISSIONS)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/quench)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME quench)
set(CPACK_PACKAGE_CONTACT "Quench <quench@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON) # the libraries, from the programs themselves
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "dataset-fashion-mnist, openmpi-bin, python3-h5py, python3-numpy")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS
    "man-db, ngspice, python3-matplotlib, python3-pandas, python3-paraview, slurm-client, xauth, xvfb")
include(CPack)
