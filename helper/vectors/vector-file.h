/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef VECTOR_FILE_H
#define VECTOR_FILE_H

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3
{

/** A file that is not a vector file: which, where in it (JSON pointer), and what was expected. */
class VectorFileError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/** A run of bytes that the recorded kernel filled from random state. */
struct VectorFreeRange
{
    uint32_t offset{0}; //!< first byte, counted from the start of the frame
    uint32_t length{0}; //!< number of bytes
};

/** One frame that has to come out of the host under test. */
struct VectorExpectation
{
    bool underlay{false};              //!< on the wire; otherwise handed up by a tunnel device
    std::string device;                //!< the tunnel device that hands it up
    std::vector<uint8_t> frame;        //!< the whole recorded frame
    std::vector<VectorFreeRange> free; //!< bytes that may differ
    uint32_t mark{0};                  //!< packet mark of a delivered frame
    bool checksumPartial{false};       //!< the inner transport checksum had not been filled in
};

/** One step of a case. */
struct VectorStep
{
    /** What a step does. */
    enum Kind : uint8_t
    {
        SEND,       //!< frames are sent into the tunnel device or arrive on the wire
        WAIT,       //!< time passes
        COMMAND,    //!< a configuration command
        SHOW_FDB,   //!< the forwarding database is compared
        SOURCE_PORT //!< the property of source ports is examined
    };

    Kind kind{SEND};                             //!< what the step does
    bool underlay{false};                        //!< SEND: the frames arrive on the wire
    std::string device;                          //!< SEND, SHOW_FDB: the tunnel device
    std::vector<std::vector<uint8_t>> frames;    //!< SEND, SOURCE_PORT: what is sent
    uint32_t mark{0};                            //!< SEND: packet mark
    uint16_t proto{0};                           //!< SEND: EtherType of frames without Ethernet
    bool partial{false};                         //!< SEND: the checksum is left to the device
    uint16_t checksumStart{0};                   //!< SEND: first byte of what is summed up
    uint16_t checksumOffset{0};                  //!< SEND: place of the checksum, from there on
    bool refused{false};                         //!< SEND: the send call itself fails
    std::string refusal;                         //!< SEND: with this errno name
    bool hasExpectations{false};                 //!< frames are compared after the step
    std::vector<VectorExpectation> expectations; //!< SEND, COMMAND: what comes out
    double seconds{0};                           //!< WAIT
    std::string command;                         //!< COMMAND
    bool accepted{false};                        //!< COMMAND: status was 0
    std::string errorText;                       //!< COMMAND: what Linux said
    std::shared_ptr<const nlohmann::json> rows;  //!< SHOW_FDB: rows of `bridge -j fdb show`
    uint32_t repeat{1};                          //!< SOURCE_PORT: times each frame is sent
    uint16_t minPort{0};                         //!< SOURCE_PORT: lowest port allowed
    uint16_t maxPort{0};                         //!< SOURCE_PORT: highest port allowed
    std::string unsupported;                     //!< what in this step the driver cannot do
};

/** One case: devices and setup, steps, and the state in the end. */
struct VectorCase
{
    std::string name;                            //!< unique in its file
    std::string about;                           //!< one sentence
    std::vector<std::string> link;               //!< commands that make the devices
    std::vector<std::string> setup;              //!< commands after the devices are up
    std::vector<VectorStep> steps;               //!< in order
    std::shared_ptr<const nlohmann::json> after; //!< FDB and counters in the end
    std::string unsupported;                     //!< what in this case the driver cannot do
};

/** The cases of one topic. */
struct VectorFile
{
    std::string path;              //!< where it was read
    std::string topic;             //!< as the file says
    std::vector<VectorCase> cases; //!< in the order of the file
};

/**
 * Reads a vector file (format 1).
 *
 * @param path the file
 * @return its cases
 * @throws VectorFileError when it cannot be read or is not a vector file; the text holds the path,
 *         the JSON pointer of the first thing that is wrong, and what was expected there
 */
VectorFile ReadVectorFile(const std::string& path);

/**
 * Reads a vector file's text.
 *
 * @param path what errors call it
 * @param text the JSON text
 * @return its cases
 * @throws VectorFileError as ReadVectorFile
 */
VectorFile ParseVectorFile(const std::string& path, const std::string& text);

} // namespace ns3

#endif // VECTOR_FILE_H
