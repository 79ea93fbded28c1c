# What `cmake --install` puts where: the library, its headers, tunnelsim, and the files by which
# other projects find the library (CMake's find_package and pkg-config).

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(
  TARGETS ns3-tunnel
  EXPORT ns3-tunnel-targets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
)
install(FILES ${model_headers} ${include_dir}/ns3/tunnel-module.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ns3
)
if(TARGET tunnelsim)
  set_target_properties(
    tunnelsim PROPERTIES INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}"
  )
  install(TARGETS tunnelsim RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/ns3-tunnel)
install(EXPORT ns3-tunnel-targets NAMESPACE ns3-tunnel:: DESTINATION ${package_dir})
configure_package_config_file(
  ${CMAKE_CURRENT_LIST_DIR}/ns3-tunnelConfig.cmake.in
  ${CMAKE_CURRENT_BINARY_DIR}/ns3-tunnelConfig.cmake INSTALL_DESTINATION ${package_dir}
)
write_basic_package_version_file(
  ${CMAKE_CURRENT_BINARY_DIR}/ns3-tunnelConfigVersion.cmake COMPATIBILITY SameMinorVersion
)
install(
  FILES ${CMAKE_CURRENT_BINARY_DIR}/ns3-tunnelConfig.cmake
        ${CMAKE_CURRENT_BINARY_DIR}/ns3-tunnelConfigVersion.cmake ${CMAKE_CURRENT_LIST_DIR}/ns3.cmake
  DESTINATION ${package_dir}
)

# ns-3's libraries by name: its own pkg-config files are of no use on Debian (see ns3.cmake).
set(pc_libraries)
foreach(module ${TUNNEL_NS3_MODULES})
  string(APPEND pc_libraries " -lns3-${module}")
endforeach()
set(pc_cflags)
if(NS3_DIR)
  set(pc_cflags " -I${TUNNEL_NS3_INCLUDE_DIR}")
  get_filename_component(library_dir ${TUNNEL_NS3_core} DIRECTORY)
  string(PREPEND pc_libraries " -L${library_dir}")
endif()
# The prefix is read from where the file is, so that --prefix at install time counts.
file(RELATIVE_PATH pc_up /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(
  ${CMAKE_CURRENT_LIST_DIR}/ns3-tunnel.pc.in ${CMAKE_CURRENT_BINARY_DIR}/ns3-tunnel.pc @ONLY
)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/ns3-tunnel.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
)
