# The build inside an ns-3 tree, after build_lib: the scenario library, tunnelsim and the doctest
# cases, when what they need is installed (contrib-find.cmake).

if(tunnel_with_scenario)
  # Not among the module's public headers: programs that use the module need no JSON.
  set(tunnel_include_dir ${CMAKE_CURRENT_BINARY_DIR}/include)
  file(MAKE_DIRECTORY ${tunnel_include_dir}/ns3)
  foreach(header ${scenario_headers})
    get_filename_component(name ${header} NAME)
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${header} ${tunnel_include_dir}/ns3/${name}
         SYMBOLIC
    )
  endforeach()
  add_library(tunnel-scenario STATIC ${scenario_sources})
  set_target_properties(tunnel-scenario PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_include_directories(
    tunnel-scenario PUBLIC ${tunnel_include_dir} ${tunnel_json_dir} ${tunnel_fmt_dir}
                           ${tunnel_graph_dir}
  )
  target_link_libraries(tunnel-scenario PUBLIC ${libtunnel} ${tunnel_fmt_library})
else()
  message(STATUS "tunnel: scenario engine left out (needs nlohmann-json3-dev, libfmt-dev, "
                 "libboost-graph-dev)"
  )
endif()

if(TARGET tunnel-scenario AND tunnel_cli_dir)
  add_executable(tunnelsim ${tool_sources})
  target_include_directories(tunnelsim PRIVATE ${tunnel_cli_dir})
  # Scenarios name ns-3's types as text, so every module must be loaded.
  target_link_libraries(tunnelsim PRIVATE -Wl,--no-as-needed tunnel-scenario)
else()
  message(STATUS "tunnel: tunnelsim left out (needs the scenario engine and libcli11-dev)")
endif()

if(TARGET "${testtunnel}")
  target_compile_definitions(
    ${testtunnel} PRIVATE TUNNEL_SOURCE_DIR="${CMAKE_CURRENT_SOURCE_DIR}"
  )
  target_include_directories(${testtunnel} PRIVATE ${tunnel_doctest_dir})
  if(TARGET tunnel-scenario)
    target_link_libraries(${testtunnel} tunnel-scenario)
  endif()
endif()
