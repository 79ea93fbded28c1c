/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef COMMAND_ARGUMENTS_H
#define COMMAND_ARGUMENTS_H

#include "ns3/ip-address.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/** What a command came to: exit status and standard error, as iproute2 would have them. */
struct CommandResult
{
    int status{0};         //!< 0: done
    std::string errorText; //!< one or more lines, without the last line end
    std::string output;    //!< standard output of commands that show something

    /** @return whether the command was carried out */
    bool IsOk() const
    {
        return status == 0;
    }
};

/** Ends the interpretation of a command; caught by Iproute2Host::Execute. */
struct CommandFailure
{
    int status;            //!< exit status
    std::string errorText; //!< standard error
};

/**
 * Takes a command line apart as a shell does: blanks separate words, quotes and backslashes keep
 * them together. Nothing is expanded.
 *
 * @param command the line
 * @return its words
 * @throws CommandFailure when a quote is not closed
 */
std::vector<std::string> SplitCommand(const std::string& command);

/** The words of a command, read from left to right, with iproute2's complaints. */
class CommandArguments
{
  public:
    /**
     * @param words the words; this object reads them from the first on
     */
    explicit CommandArguments(std::vector<std::string> words);

    /** @return whether all words have been read */
    bool IsEmpty() const;

    /** @return the next word, which stays; empty at the end */
    std::string Peek() const;

    /**
     * Reads a word that must be there.
     *
     * @return the word
     * @throws CommandFailure "Command line is not complete."
     */
    std::string Take();

    /**
     * Reads the next word when it is a keyword or the beginning of it (as most keywords of
     * iproute2 may be shortened).
     *
     * @param keyword the keyword
     * @return whether it was the next word
     */
    bool TakeIf(const std::string& keyword);

    /**
     * Says something on standard error without failing.
     *
     * @param text one or more lines, without the last line end
     */
    void Warn(const std::string& text);

    /** @return what has been said by Warn() */
    const std::string& GetWarning() const;

  private:
    std::vector<std::string> m_words;
    size_t m_next{0};
    std::string m_warning;
};

/**
 * @param word what was written
 * @param keyword a keyword
 * @return whether it is the keyword or a beginning of it
 */
bool IsKeyword(const std::string& word, const std::string& keyword);

/**
 * Reads a number as strtoul does with base 0: decimal, 0x hexadecimal, 0 octal.
 *
 * @param word what was written
 * @param max the largest that is accepted
 * @param base 0 for any of the three, or 16
 * @return the number, or nothing
 */
std::optional<uint64_t> ParseCommandNumber(const std::string& word, uint64_t max, int base = 0);

/**
 * Reads a number or complains.
 *
 * @param word what was written
 * @param max the largest that is accepted
 * @param complaint how iproute2 calls a bad one
 * @return the number
 * @throws CommandFailure as iproute2's invarg()
 */
uint64_t TakeNumber(const std::string& word, uint64_t max, const std::string& complaint);

/**
 * Reads an IP address in the forms of iproute2 (IPv4 may be shortened: "10.1" is 10.1.0.0).
 *
 * @param word what was written
 * @param family NONE for any
 * @return the address
 * @throws CommandFailure as iproute2's get_addr()
 */
IpAddress TakeAddress(const std::string& word, IpAddress::Family family = IpAddress::NONE);

/** An address with a prefix length. */
struct CommandPrefix
{
    IpAddress address; //!< any address for "default"
    uint8_t length{0}; //!< bits
};

/**
 * Reads PREFIX: address, address/length or "default".
 *
 * @param word what was written
 * @param family of "default", and the only one accepted unless NONE
 * @return the prefix
 * @throws CommandFailure as iproute2's get_prefix()
 */
CommandPrefix TakePrefix(const std::string& word, IpAddress::Family family = IpAddress::NONE);

/**
 * iproute2's invarg(): `Error: argument "X" is wrong: why`, status 255.
 *
 * @param why what is wrong
 * @param word the argument
 */
[[noreturn]] void FailArgument(const std::string& why, const std::string& word);

/**
 * iproute2's duparg(): `Error: either "keyword" is duplicate, or "X" is a garbage.`, status 255.
 *
 * @param keyword the keyword
 * @param word the argument
 */
[[noreturn]] void FailDuplicate(const std::string& keyword, const std::string& word);

/**
 * A device that is not there.
 *
 * @param name its name
 * @param status the status of the tool
 */
[[noreturn]] void FailDevice(const std::string& name, int status = 1);

/**
 * The kernel refuses: "RTNETLINK answers: ..." with strerror's text.
 *
 * @param text strerror's text
 * @param status of the tool: 2 for ip, 255 for bridge
 */
[[noreturn]] void FailNetlink(const std::string& text, int status = 2);

/**
 * The kernel refuses with its own words: "Error: ...".
 *
 * @param text its words, with the full stop
 * @param status of the tool: 2 for ip, 255 for bridge
 */
[[noreturn]] void FailKernel(const std::string& text, int status = 2);

/**
 * Linux can do this, this model cannot: never ignored.
 *
 * @param what option or command
 */
[[noreturn]] void FailUnsupported(const std::string& what);

} // namespace ns3

#endif // COMMAND_ARGUMENTS_H
